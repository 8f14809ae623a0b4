"""Every operation of the contract 'bundled', in its exact and in its Python spelling. Made by: soapclient stubs."""

import datetime as dt
from collections.abc import Coroutine, Iterator
from decimal import Decimal
from os import PathLike
from typing import IO, Any, Generic, Literal, TypeVar, overload

from lxml import etree
from soapclient import (
    AccessList, AsyncOperationProxy, Clear, Document, Domain, Folder, Group, Keep, LogEntry,
    OperationProxy, PropertySet, Reply, Subscription, Task, User, Version,
)
from typing_extensions import deprecated

_Reply = TypeVar("_Reply")
_Answer = TypeVar("_Answer")
_ReplyOfAccessList = TypeVar("_ReplyOfAccessList")
_NamesOfAccessList = Literal[
    "GetAccessList", "get_access_list", "GetAccessListHistory", "get_access_list_history",
]
_ReplyOfDocument = TypeVar("_ReplyOfDocument")
_NamesOfDocument = Literal[
    "AssociatedDocuments", "associated_documents", "GetAuthoredDocuments", "get_authored_documents",
    "GetCheckedoutDocuments", "get_checked_out_documents", "GetCheckedoutDocumentsByUser",
    "get_checked_out_documents_by_user", "GetDocuments", "get_documents", "GetDocuments1",
    "get_documents1", "GetDocumentsByPage", "get_documents_by_page", "GetDocumentsOwnedByUser",
    "get_documents_owned_by_user", "GetDueTaskDocuments", "get_due_task_documents",
    "GetFavoriteDocumentsOfUser", "get_favorite_documents_of_user", "GetISOReviewAssignmentsOfUser",
    "get_iso_review_assignments_of_user", "GetRecentDocuments", "get_recent_documents",
    "GetSubscribedDocumentsByUser", "get_subscribed_documents_by_user",
]
_ReplyOfDocumentFolder = TypeVar("_ReplyOfDocumentFolder")
_NamesOfDocumentFolder = Literal[
    "AssociatedFoldersAndDocuments", "associated_folders_and_documents", "GetDownloadQue",
    "get_download_queue", "GetFavorites", "get_favorites", "GetFoldersAndDocuments",
    "get_folders_and_documents", "GetFoldersAndDocuments1", "get_folders_and_documents1",
    "GetFoldersAndDocuments2", "get_folders_and_documents2", "GetFoldersAndDocumentsByPage",
    "get_folders_and_documents_by_page", "GetMyDocumentsAndFolders", "get_my_documents_and_folders",
    "GetNextSearchPage", "get_next_search_page", "GetPreviousSearchPage", "get_previous_search_page",
    "GetRecycleBinContent", "get_recycle_bin_content", "GetSubscriptions", "get_subscriptions",
    "SearchRecycledItems", "search_recycled_items",
]
_ReplyOfDomain = TypeVar("_ReplyOfDomain")
_NamesOfDomain = Literal[
    "GetDomainMembershipsOfUser", "get_domain_memberships_of_user", "GetDomains", "get_domains",
    "GetManagedDomainsByUser", "get_managed_domains_by_user", "GetMemberDomains", "get_member_domains",
]
_ReplyOfFolder = TypeVar("_ReplyOfFolder")
_NamesOfFolder = Literal[
    "AssociatedFolders", "associated_folders", "GetFavoriteFoldersOfUser", "get_favorite_folders_of_user",
    "GetFolders", "get_folders", "GetFolders1", "get_folders1", "GetFolders2", "get_folders2",
    "GetFoldersByPage", "get_folders_by_page", "GetFoldersOwnedByUser", "get_folders_owned_by_user",
    "GetSubscribedFoldersByUser", "get_subscribed_folders_by_user",
]
_ReplyOfGroup = TypeVar("_ReplyOfGroup")
_NamesOfGroup = Literal[
    "GetDomainGroups", "get_domain_groups", "GetGlobalGroups", "get_global_groups",
    "GetGroupMembershipsOfUser", "get_group_memberships_of_user", "GetLocalGroups", "get_local_groups",
]
_ReplyOfGroupUser = TypeVar("_ReplyOfGroupUser")
_NamesOfGroupUser = Literal[
    "GetDomainMembers", "get_domain_members", "GetDomainMembers1", "get_domain_members1",
]
_ReplyOfLogEntry = TypeVar("_ReplyOfLogEntry")
_NamesOfLogEntry = Literal[
    "GetAppliedRDScheduleLogs", "get_applied_rd_schedule_logs", "GetCheckInLog", "get_check_in_log",
    "GetCheckoutLog", "get_checkout_log", "GetClassificationLogs", "get_classification_logs",
    "GetDeleteLog", "get_delete_log", "GetDispositionLog", "get_disposition_log",
    "GetDocumentReadLogHistory", "get_document_read_log_history", "GetDocumentViewLog",
    "get_document_view_log", "GetISOLogs", "get_iso_logs", "GetLogs", "get_logs",
    "GetNewDocumentsAndFoldersLog", "get_new_documents_and_folders_log", "GetOwnershipChangeLog",
    "get_ownership_change_log", "GetRdFreezeLogs", "get_rd_freeze_logs", "GetSecurityChangeLog",
    "get_security_change_log", "GetSoxLogs", "get_sox_logs", "GetUserViewLog", "get_user_view_log",
    "GetUserViewLog1", "get_user_view_log1", "GetUserViewLogLite", "get_user_view_log_lite",
    "GetVersionCreateLog", "get_version_create_log", "GetVersionDeleteLog", "get_version_delete_log",
    "UploadZip", "upload_zip", "UploadZipWithHandler", "upload_zip_with_handler",
]
_ReplyOfPropertySet = TypeVar("_ReplyOfPropertySet")
_NamesOfPropertySet = Literal[
    "GetPropertySetDefinitions", "get_property_set_definitions", "GetPropertySetDefinitions1",
    "get_property_set_definitions1", "GetPropertySets", "get_property_sets",
]
_ReplyOfSubscription = TypeVar("_ReplyOfSubscription")
_NamesOfSubscription = Literal[
    "GetSubscribers", "get_subscribers",
]
_ReplyOfTask = TypeVar("_ReplyOfTask")
_NamesOfTask = Literal[
    "GetDocumentTasks", "get_document_tasks", "getTasks", "get_tasks", "GetTasks1", "get_tasks1",
]
_ReplyOfUser = TypeVar("_ReplyOfUser")
_NamesOfUser = Literal[
    "GetAllUsers", "get_all_users", "GetAllUsers1", "get_all_users1", "GetAllUsers2", "get_all_users2",
    "GetAllUsersWithoutDetails", "get_all_users_without_details", "GetCoWorkers", "get_co_workers",
    "GetCoWorkers1", "get_co_workers1", "GetDomainUsers", "get_domain_users", "GetDomainUsers1",
    "get_domain_users1", "GetLocalUsers", "get_local_users", "GetManagers", "get_managers",
    "GetUserGroupMembers", "get_user_group_members", "GetUserGroupMembers1", "get_user_group_members1",
]
_ReplyOfVersion = TypeVar("_ReplyOfVersion")
_NamesOfVersion = Literal[
    "GetDocumentVersions", "get_document_versions",
]
_ReplyOfElement = TypeVar("_ReplyOfElement")
_NamesOfElement = Literal[
    "AssociationTypes", "association_types", "GetAddIns", "get_add_ins", "GetAllFolderColumns",
    "get_all_folder_columns", "GetAppliedTags", "get_applied_tags", "GetConnectProfile",
    "get_connect_profile", "GetDefaultFolderColumns", "get_default_folder_columns", "GetDocumentComments",
    "get_document_comments", "GetDocumentTypes", "get_document_types", "GetDocumentWorkflows",
    "get_document_workflows", "GetDomainFlows", "get_domain_flows", "GetFolderAIPreferences",
    "get_folder_ai_preferences", "GetFolderFlows", "get_folder_flows", "GetFolderRules",
    "get_folder_rules", "GetLocalizedResources", "get_localized_resources", "GetLogStatistics",
    "get_log_statistics", "GetLogStatistics1", "get_log_statistics1", "GetMaintenanceJobsStatus",
    "get_maintenance_jobs_status", "GetMimeTypes", "get_mime_types", "GetPropertySetFieldOptions",
    "get_property_set_field_options", "GetPublishingRequirements", "get_publishing_requirements",
    "GetRandDSchedules", "get_r_and_d_schedules", "GetRetentionSourceAuthorities",
    "get_retention_source_authorities", "GetSavedSearches", "get_saved_searches", "GetTagDefinitions",
    "get_tag_definitions", "GetTagDefintions", "get_tag_defintions", "GetUsersTaskPerformance",
    "get_users_task_performance", "GetUsersWorkflowRoles", "get_users_workflow_roles",
    "GetUserTaskRedirectionsFrom", "get_user_task_redirections_from", "GetWarehouseStatus",
    "get_warehouse_status", "GetWorkflowDefinitions", "get_workflow_definitions",
]

class Operations(Generic[_Reply, _Answer, _ReplyOfAccessList, _ReplyOfDocument, _ReplyOfDocumentFolder, _ReplyOfDomain, _ReplyOfFolder, _ReplyOfGroup, _ReplyOfGroupUser, _ReplyOfLogEntry, _ReplyOfPropertySet, _ReplyOfSubscription, _ReplyOfTask, _ReplyOfUser, _ReplyOfVersion, _ReplyOfElement]):
    """425 operations."""
    def ActivateFlowDef(self, *, domainName: str | Clear | None, flowName: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def activate_flow_def(self, *, domain_name: str | Clear | None, flow_name: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def AddDocumentComment(self, *, DocumentPath: str | Clear | None, CommentText: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def add_document_comment(self, *, document_path: str | Clear | None, comment_text: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def AddFlowStepDef(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        StepName: str | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def add_flow_step_def(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        step_name: str | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def AddFlowStepDef1(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        StepName: str | Clear | None,
        OnStartMoveTo: int,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def add_flow_step_def1(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        step_name: str | Clear | None,
        on_start_move_to: int,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def AddFlowTaskDef(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        StepNumber: int,
        TaskDefXML: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 WorkflowNotFound, 5000 ServerFault.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def add_flow_task_def(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        step_number: int,
        task_def_xml: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 WorkflowNotFound, 5000 ServerFault.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def AddISOComment(self, *, DocumentPath: str | Clear | None, CommentText: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 AccessDenied, 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def add_iso_comment(self, *, document_path: str | Clear | None, comment_text: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 AccessDenied, 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def AddManagerToDomain(self, *, DomainName: str | Clear | None, UserName: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def add_manager_to_domain(self, *, domain_name: str | Clear | None, user_name: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def AddPropertySetField(
        self, *,
        PropertySetName: str | Clear | None,
        FieldName: str | Clear | None,
        FieldCaption: str | Clear | None,
        FieldType: str | Clear | None,
        FieldLength: int,
        isRequired: bool,
        ControlSize: int,
        ControlOrder: int,
        ControlType: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 PropertySetNotFound, 4090 AlreadyExists.
        """
    def add_property_set_field(
        self, *,
        property_set_name: str | Clear | None,
        field_name: str | Clear | None,
        field_caption: str | Clear | None,
        field_type: str | Clear | None,
        field_length: int,
        is_required: bool,
        control_size: int,
        control_order: int,
        control_type: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 PropertySetNotFound, 4090 AlreadyExists.
        """
    def AddPropertySetFieldOption(
        self, *,
        PropertySetName: str | Clear | None,
        FieldName: str | Clear | None,
        OptionValue: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML."""
    def add_property_set_field_option(
        self, *,
        property_set_name: str | Clear | None,
        field_name: str | Clear | None,
        option_value: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML."""
    def AddPropertySetRow(self, *, Path: str | Clear | None, xmlpset: str | etree._Element | Clear | None) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def add_property_set_row(
        self, *,
        path: str | Clear | None,
        xml_pset: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def AddPropertySetRowForUser(
        self, *,
        UserName: str | Clear | None,
        XmlPset: str | etree._Element | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def add_property_set_row_for_user(
        self, *,
        user_name: str | Clear | None,
        xml_pset: str | etree._Element | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def AddSOXComment(self, *, DocumentPath: str | Clear | None, CommentText: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def add_sox_comment(self, *, document_path: str | Clear | None, comment_text: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def AddToDownloadQueue(self, *, itemPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 AlreadyExists, 4010 SessionExpired, 4041 PathNotFound.
        """
    def add_to_download_queue(self, *, item_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 AlreadyExists, 4010 SessionExpired, 4041 PathNotFound.
        """
    def AddToFavorites(self, *, itemPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PathNotFound, 4090 AlreadyExists.
        """
    def add_to_favorites(self, *, item_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PathNotFound, 4090 AlreadyExists.
        """
    def AddUserAsDomainMember(self, *, DomainName: str | Clear | None, UserName: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4000 AlreadyExists, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def add_user_as_domain_member(self, *, domain_name: str | Clear | None, user_name: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4000 AlreadyExists, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def AddUserGroupAsDomainMember(self, *, DomainName: str | Clear | None, GroupName: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4000 AlreadyExists, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def add_user_group_as_domain_member(
        self, *,
        domain_name: str | Clear | None,
        group_name: str | Clear | None,
    ) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4000 AlreadyExists, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def AddUsergroupMember(
        self, *,
        DomainName: str | Clear,
        GroupName: str | Clear | None,
        UserName: str | Clear | None,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of DomainName.

        Left out: DomainName (acts on the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def add_user_group_member(
        self, *,
        domain_name: str | Clear,
        group_name: str | Clear | None,
        user_name: str | Clear | None,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of domain_name.

        Left out: domain_name (acts on the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def AddUsergroupToDocumentSubscribers(
        self, *,
        DocumentPath: str | Clear | None,
        groupName: str | Clear | None,
        ON_READ: bool,
        ON_CHANGE: bool,
        ON_UPDATE: bool,
        ON_CHECKOUT: bool,
        ON_APPROVE: bool,
        ON_REJECT: bool,
        ON_COMMENT: bool,
        ON_MOVE: bool,
        ON_DELETE: bool,
        ON_CHECKIN: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def add_user_group_to_document_subscribers(
        self, *,
        document_path: str | Clear | None,
        group_name: str | Clear | None,
        on_read: bool,
        on_change: bool,
        on_update: bool,
        on_checkout: bool,
        on_approve: bool,
        on_reject: bool,
        on_comment: bool,
        on_move: bool,
        on_delete: bool,
        on_checkin: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def AddUsergroupToFolderSubscribers(
        self, *,
        folderPath: str | Clear | None,
        groupName: str | Clear | None,
        ON_READ: bool,
        ON_CHANGE: bool,
        ON_UPDATE: bool,
        ON_CHECKOUT: bool,
        ON_APPROVE: bool,
        ON_REJECT: bool,
        ON_COMMENT: bool,
        ON_MOVE: bool,
        ON_DELETE: bool,
        ON_CHECKIN: bool,
        ON_NEWDOC: bool,
        IncludeSubObjects: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML."""
    def add_user_group_to_folder_subscribers(
        self, *,
        folder_path: str | Clear | None,
        group_name: str | Clear | None,
        on_read: bool,
        on_change: bool,
        on_update: bool,
        on_checkout: bool,
        on_approve: bool,
        on_reject: bool,
        on_comment: bool,
        on_move: bool,
        on_delete: bool,
        on_checkin: bool,
        on_new_doc: bool,
        include_sub_objects: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML."""
    def AddUserToDocumentSubscribers(
        self, *,
        DocumentPath: str | Clear | None,
        UserName: str | Clear | None,
        ON_READ: bool,
        ON_CHANGE: bool,
        ON_UPDATE: bool,
        ON_CHECKOUT: bool,
        ON_APPROVE: bool,
        ON_REJECT: bool,
        ON_COMMENT: bool,
        ON_MOVE: bool,
        ON_DELETE: bool,
        ON_CHECKIN: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def add_user_to_document_subscribers(
        self, *,
        document_path: str | Clear | None,
        user_name: str | Clear | None,
        on_read: bool,
        on_change: bool,
        on_update: bool,
        on_checkout: bool,
        on_approve: bool,
        on_reject: bool,
        on_comment: bool,
        on_move: bool,
        on_delete: bool,
        on_checkin: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def AddUserToFolderSubscribers(
        self, *,
        FolderPath: str | Clear | None,
        UserName: str | Clear | None,
        ON_READ: bool,
        ON_CHANGE: bool,
        ON_UPDATE: bool,
        ON_CHECKOUT: bool,
        ON_APPROVE: bool,
        ON_REJECT: bool,
        ON_COMMENT: bool,
        ON_MOVE: bool,
        ON_DELETE: bool,
        ON_CHECKIN: bool,
        ON_NEWDOC: bool,
        IncludeSubObjects: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def add_user_to_folder_subscribers(
        self, *,
        folder_path: str | Clear | None,
        user_name: str | Clear | None,
        on_read: bool,
        on_change: bool,
        on_update: bool,
        on_checkout: bool,
        on_approve: bool,
        on_reject: bool,
        on_comment: bool,
        on_move: bool,
        on_delete: bool,
        on_checkin: bool,
        on_new_doc: bool,
        include_sub_objects: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def AddWorkflowAttachment(self, *, taskId: int, documentPath: str | Clear | None, versionNumber: int) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 TaskNotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def add_workflow_attachment(
        self, *,
        task_id: int,
        document_path: str | Clear | None,
        version_number: int,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 TaskNotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def ApplyInheritedAccessList(self, *, Path: str | Clear | None) -> _Reply:
        """Security & Access Control; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def apply_inherited_access_list(self, *, path: str | Clear | None) -> _Reply:
        """Security & Access Control; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def ArchiveDomain(self, *, DomainName: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML."""
    def archive_domain(self, *, domain_name: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML."""
    def AssociatedDocuments(self, *, ItemPath: str | Clear) -> _ReplyOfDocument:
        """Document Associations; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def associated_documents(self, *, item_path: str | Clear) -> _ReplyOfDocument:
        """Document Associations; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def AssociatedFolders(self, *, ItemPath: str | Clear) -> _ReplyOfFolder:
        """Document Associations; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def associated_folders(self, *, item_path: str | Clear) -> _ReplyOfFolder:
        """Document Associations; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def AssociatedFoldersAndDocuments(self, *, ItemPath: str | Clear) -> _ReplyOfDocumentFolder:
        """Document Associations; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def associated_folders_and_documents(self, *, item_path: str | Clear) -> _ReplyOfDocumentFolder:
        """Document Associations; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def AssociateDocument(
        self, *,
        DocumentPath: str | Clear | None,
        AssociateWith_ItemPath: str | Clear | None,
        AssociationTypeID: int,
    ) -> _Reply:
        """Document Associations; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def associate_document(
        self, *,
        document_path: str | Clear | None,
        associate_with_item_path: str | Clear | None,
        association_type_id: int,
    ) -> _Reply:
        """Document Associations; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def AssociateFolder(
        self, *,
        FolderPath: str | Clear | None,
        AssociateWith_ItemPath: str | Clear | None,
        AssociationTypeID: int,
    ) -> _Reply:
        """Document Associations; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def associate_folder(
        self, *,
        folder_path: str | Clear | None,
        associate_with_item_path: str | Clear | None,
        association_type_id: int,
    ) -> _Reply:
        """Document Associations; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def AssociationTypes(self) -> _ReplyOfElement:
        """Document Associations; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def association_types(self) -> _ReplyOfElement:
        """Document Associations; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def AuthenticateUser(self, *, UID: str | Clear | None, PWD: str | Clear | None) -> _Reply:
        """Authentication; auth; returns XML."""
    def authenticate_user(self, *, uid: str | Clear | None, pwd: str | Clear | None) -> _Reply:
        """Authentication; auth; returns XML."""
    def AuthenticateUser1(self, *, UID: str | Clear | None, PWD: str | Clear | None, Lang: str | Clear = ...) -> _Reply:
        """Authentication; auth; returns XML; null is the default of Lang.

        Left out: Lang (the language of the user's profile).
        """
    def authenticate_user1(
        self, *,
        uid: str | Clear | None,
        pwd: str | Clear | None,
        lang: str | Clear = ...,
    ) -> _Reply:
        """Authentication; auth; returns XML; null is the default of lang.

        Left out: lang (the language of the user's profile).
        """
    def AuthenticateUserViaWindows(self, *, language: str | Clear = ..., oldTicket: str | Clear = ...) -> _Reply:
        """Authentication; auth; returns XML; null is the default of language, oldTicket.

        Left out: language (the language of the user's profile), oldTicket (the ticket of the cookie if there is one, else a new session).
        """
    def authenticate_user_via_windows(self, *, language: str | Clear = ..., old_ticket: str | Clear = ...) -> _Reply:
        """Authentication; auth; returns XML; null is the default of language, old_ticket.

        Left out: language (the language of the user's profile), old_ticket (the ticket of the cookie if there is one, else a new session).
        """
    def ChangePasswordUsingSecretText(
        self, *,
        userName: str | Clear | None,
        secretText: str | Clear | None,
        newPassword: str | Clear | None,
    ) -> _Reply:
        """Authentication; auth; returns XML."""
    def change_password_using_secret_text(
        self, *,
        user_name: str | Clear | None,
        secret_text: str | Clear | None,
        new_password: str | Clear | None,
    ) -> _Reply:
        """Authentication; auth; returns XML."""
    def ChangeTaskDueDate(self, *, taskId: int, newDueDate: dt.datetime, allowedStartTimeSpan: int) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def change_task_due_date(self, *, task_id: int, new_due_date: dt.datetime, allowed_start_time_span: int) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def ChangeUserPassword(self, *, UserName: str | Clear | None, NewPassword: str | Clear | None) -> _Reply:
        """Authentication; write; returns XML."""
    def change_user_password(self, *, user_name: str | Clear | None, new_password: str | Clear | None) -> _Reply:
        """Authentication; write; returns XML."""
    def ChangeUserStatus(self, *, UserName: str | Clear | None, StatusCode: int) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def change_user_status(self, *, user_name: str | Clear | None, status_code: int) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def ChangeUserType(self, *, UserName: str | Clear | None, UserType: int) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def change_user_type(self, *, user_name: str | Clear | None, user_type: int) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def CompleteTask(self, *, taskId: int, comments: str | Clear = ...) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of comments.

        Left out: comments (no comment is saved; the page also says that a comment is required).
        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def complete_task(self, *, task_id: int, comments: str | Clear = ...) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of comments.

        Left out: comments (no comment is saved; the page also says that a comment is required).
        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def Copy(self, *, SourcePath: str | Clear | None, DestinationPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def copy(self, *, source_path: str | Clear | None, destination_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def CreateDiskMountURL(self, *, customExpirationDate: dt.datetime) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def create_disk_mount_url(self, *, custom_expiration_date: dt.datetime) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def CreateDocumentShortcut(self, *, Path: str | Clear | None, TargetDocumentPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 DocumentNotFound, 4090 AlreadyExists.
        """
    def create_document_shortcut(self, *, path: str | Clear | None, target_document_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 DocumentNotFound, 4090 AlreadyExists.
        """
    def CreateDocumentTypeDef(
        self, *,
        DocumentTypeName: str | Clear | None,
        RequiredPropertySetName: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of RequiredPropertySetName.

        Left out: RequiredPropertySetName (no property set is required).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PropertySetNotFound, 4090 AlreadyExists.
        """
    def create_document_type_def(
        self, *,
        document_type_name: str | Clear | None,
        required_property_set_name: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of required_property_set_name.

        Left out: required_property_set_name (no property set is required).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PropertySetNotFound, 4090 AlreadyExists.
        """
    def CreateDocumentTypeDef1(
        self, *,
        DocumentTypeName: str | Clear | None,
        RequiredPropertySetName: str | Clear = ...,
        RandDScheduleName: str | Clear = ...,
        Description: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of RequiredPropertySetName, RandDScheduleName, Description.

        Left out: RequiredPropertySetName (no property set is required), RandDScheduleName (no schedule), Description (no description).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        """
    def create_document_type_def1(
        self, *,
        document_type_name: str | Clear | None,
        required_property_set_name: str | Clear = ...,
        r_and_d_schedule_name: str | Clear = ...,
        description: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of required_property_set_name, r_and_d_schedule_name, description.

        Left out: required_property_set_name (no property set is required), r_and_d_schedule_name (no schedule), description (no description).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        """
    @deprecated("CreateDocumentUsingTemplate is obsolete")
    def CreateDocumentUsingTemplate(
        self, *,
        Path: str | Clear | None,
        TemplatePath: str | Clear | None,
        xmlContent: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML; obsolete."""
    @deprecated("CreateDocumentUsingTemplate is obsolete")
    def create_document_using_template(
        self, *,
        path: str | Clear | None,
        template_path: str | Clear | None,
        xml_content: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML; obsolete."""
    def CreateDomain(
        self, *,
        DomainName: str | Clear | None,
        Anonymous: bool,
        Hidden: bool,
        WelcomeMessage: str | Clear = ...,
    ) -> _Reply:
        """Domain/Library Management; write; returns XML; null is the default of WelcomeMessage.

        Left out: WelcomeMessage (no message).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4090 AlreadyExists.
        """
    def create_domain(
        self, *,
        domain_name: str | Clear | None,
        anonymous: bool,
        hidden: bool,
        welcome_message: str | Clear = ...,
    ) -> _Reply:
        """Domain/Library Management; write; returns XML; null is the default of welcome_message.

        Left out: welcome_message (no message).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4090 AlreadyExists.
        """
    def CreateEditDocumentURL(self, *, DocumentPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def create_edit_document_url(self, *, document_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def CreateFlowDef(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        ActiveFolderPath: str | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def create_flow_def(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        active_folder_path: str | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def CreateFlowDef1(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        ActiveFolderPath: str | Clear | None,
        OnEndMoveToPath: str | Clear = ...,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of OnEndMoveToPath.

        Left out: OnEndMoveToPath (documents stay where they are).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def create_flow_def1(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        active_folder_path: str | Clear | None,
        on_end_move_to_path: str | Clear = ...,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of on_end_move_to_path.

        Left out: on_end_move_to_path (documents stay where they are).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def CreateFlowDef2(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        ActiveFolderPath: str | Clear | None,
        OnEndMoveToPath: str | Clear = ...,
        Supervisor: str | Clear,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of OnEndMoveToPath; the documentation contradicts itself about null for Supervisor.

        Left out: OnEndMoveToPath (documents stay where they are), Supervisor (no supervisor by one part of the page, refused by another).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def create_flow_def2(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        active_folder_path: str | Clear | None,
        on_end_move_to_path: str | Clear = ...,
        supervisor: str | Clear,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of on_end_move_to_path; the documentation contradicts itself about null for supervisor.

        Left out: on_end_move_to_path (documents stay where they are), supervisor (no supervisor by one part of the page, refused by another).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def CreateFlowDef3(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        ActiveFolderPath: str | Clear | None,
        OnEndMoveToPath: str | Clear = ...,
        Supervisor: str | Clear,
        OnEndEventUrl: str | Clear = ...,
        Hide: bool = ...,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of OnEndMoveToPath, OnEndEventUrl, Hide; the documentation contradicts itself about null for Supervisor.

        Left out: OnEndMoveToPath (documents stay where they are), Supervisor (no supervisor by one part of the page, refused by another), OnEndEventUrl (no URL is called), Hide (false).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def create_flow_def3(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        active_folder_path: str | Clear | None,
        on_end_move_to_path: str | Clear = ...,
        supervisor: str | Clear,
        on_end_event_url: str | Clear = ...,
        hide: bool = ...,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of on_end_move_to_path, on_end_event_url, hide; the documentation contradicts itself about null for supervisor.

        Left out: on_end_move_to_path (documents stay where they are), supervisor (no supervisor by one part of the page, refused by another), on_end_event_url (no URL is called), hide (false).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def CreateFolder(self, *, Path: str | Clear | None) -> _Reply:
        """Folder Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound, 4090 AlreadyExists.
        """
    def create_folder(self, *, path: str | Clear | None) -> _Reply:
        """Folder Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound, 4090 AlreadyExists.
        """
    def CreateFolder1(
        self, *,
        ParentFolderPath: str | Clear | None,
        NewFolderName: str | Clear | None,
        Description: str | Clear = ...,
    ) -> _Reply:
        """Folder Management; write; returns XML; null is the default of Description.

        Left out: Description (no description).
        Errors by number: 4010 SessionExpired, 4041 NotFound, 4090 AlreadyExists.
        """
    def create_folder1(
        self, *,
        parent_folder_path: str | Clear | None,
        new_folder_name: str | Clear | None,
        description: str | Clear = ...,
    ) -> _Reply:
        """Folder Management; write; returns XML; null is the default of description.

        Left out: description (no description).
        Errors by number: 4010 SessionExpired, 4041 NotFound, 4090 AlreadyExists.
        """
    def CreateHtmlDocument(
        self, *,
        folderPath: str | Clear | None,
        name: str | Clear | None,
        htmlContent: str | Clear | None,
        xmlParameters: str | etree._Element | Clear = ...,
    ) -> _Reply:
        """Folder Management; write; returns XML; null is the default of xmlParameters.

        Left out: xmlParameters (the server's defaults).
        """
    def create_html_document(
        self, *,
        folder_path: str | Clear | None,
        name: str | Clear | None,
        html_content: str | Clear | None,
        xml_parameters: str | etree._Element | Clear = ...,
    ) -> _Reply:
        """Folder Management; write; returns XML; null is the default of xml_parameters.

        Left out: xml_parameters (the server's defaults).
        """
    def CreatePropertySetDefinition(
        self, *,
        PropertySetName: str | Clear | None,
        PropertySetCaption: str | Clear | None,
        AppliestoDocuments: bool,
        AppliestoFolders: bool,
        AppliestoUsers: bool,
        DomainNames: str | Clear,
    ) -> _Reply:
        """Property Sets; write; returns XML; null is the default of DomainNames.

        Left out: DomainNames (makes the property set global).
        """
    def create_property_set_definition(
        self, *,
        property_set_name: str | Clear | None,
        property_set_caption: str | Clear | None,
        applies_to_documents: bool,
        applies_to_folders: bool,
        applies_to_users: bool,
        domain_names: str | Clear,
    ) -> _Reply:
        """Property Sets; write; returns XML; null is the default of domain_names.

        Left out: domain_names (makes the property set global).
        """
    def CreatePropertySetDefinition1(
        self, *,
        PropertySetName: str | Clear | None,
        PropertySetCaption: str | Clear | None,
        AppliestoDocuments: bool,
        AppliestoFolders: bool,
        AppliestoUsers: bool,
        DomainNames: str | Clear,
        PrivatePropertySet: bool,
    ) -> _Reply:
        """Property Sets; write; returns XML; null is the default of DomainNames.

        Left out: DomainNames (makes the property set global).
        """
    def create_property_set_definition1(
        self, *,
        property_set_name: str | Clear | None,
        property_set_caption: str | Clear | None,
        applies_to_documents: bool,
        applies_to_folders: bool,
        applies_to_users: bool,
        domain_names: str | Clear,
        private_property_set: bool,
    ) -> _Reply:
        """Property Sets; write; returns XML; null is the default of domain_names.

        Left out: domain_names (makes the property set global).
        """
    def CreateRandDSchedule(self, *, RDDefXML: str | etree._Element | Clear | None) -> _Reply:
        """Retention & Disposition; write; returns XML."""
    def create_r_and_d_schedule(self, *, rd_def_xml: str | etree._Element | Clear | None) -> _Reply:
        """Retention & Disposition; write; returns XML."""
    def CreateRelatedTask(self, *, taskId: int, xmlParameters: str | etree._Element | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 TaskNotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound, 5000 ServerFault.
        """
    def create_related_task(self, *, task_id: int, xml_parameters: str | etree._Element | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 TaskNotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound, 5000 ServerFault.
        """
    def CreateRetentionSourceAuthority(self, *, authorityName: str | Clear | None) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4090 AlreadyExists.
        """
    def create_retention_source_authority(self, *, authority_name: str | Clear | None) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4090 AlreadyExists.
        """
    def CreateSavedSearch(
        self, *,
        searchPageType: str | Clear | None,
        name: str | Clear | None,
        description: str | Clear = ...,
        isPersonal: bool,
        anonymousAccess: bool = ...,
        publicAccess: bool = ...,
        userGroupNames: str | Clear = ...,
        searchParametersXml: str | etree._Element | Clear = ...,
    ) -> _Reply:
        """Search; write; returns XML; null is the default of description, anonymousAccess, publicAccess, userGroupNames, searchParametersXml.

        Left out: description (no description), anonymousAccess (false), publicAccess (false), userGroupNames (no groups), searchParametersXml (every field is shown).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 GroupNotFound, 4090 AlreadyExists.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def create_saved_search(
        self, *,
        search_page_type: str | Clear | None,
        name: str | Clear | None,
        description: str | Clear = ...,
        is_personal: bool,
        anonymous_access: bool = ...,
        public_access: bool = ...,
        user_group_names: str | Clear = ...,
        search_parameters_xml: str | etree._Element | Clear = ...,
    ) -> _Reply:
        """Search; write; returns XML; null is the default of description, anonymous_access, public_access, user_group_names, search_parameters_xml.

        Left out: description (no description), anonymous_access (false), public_access (false), user_group_names (no groups), search_parameters_xml (every field is shown).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 GroupNotFound, 4090 AlreadyExists.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def CreateTask(
        self, *,
        documentPath: str | Clear | None,
        xmlParameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 5000 ServerFault.
        """
    def create_task(
        self, *,
        document_path: str | Clear | None,
        xml_parameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 5000 ServerFault.
        """
    def CreateTicketforUser(self, *, TrustedUserPwd: str | Clear | None, UserName: str | Clear | None) -> _Reply:
        """Authentication; auth; returns XML."""
    def create_ticket_for_user(self, *, trusted_user_pwd: str | Clear | None, user_name: str | Clear | None) -> _Reply:
        """Authentication; auth; returns XML."""
    def CreateUploadHandler(self, *, PreferedChunkSize: int) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def create_upload_handler(self, *, preferred_chunk_size: int) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def CreateURL(self, *, Path: str | Clear | None, AddressURL: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound, 4090 AlreadyExists.
        """
    def create_url(self, *, path: str | Clear | None, address_url: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound, 4090 AlreadyExists.
        """
    def CreateUser(
        self, *,
        DomainName: str | Clear = ...,
        UserName: str | Clear | None,
        FirstName: str | Clear | None,
        LastName: str | Clear | None,
        EmailAddress: str | Clear | None = ...,
        Password: str | Clear | None = ...,
        ReadOnlyUser: bool,
        AuthenticationSource: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; null is the default of DomainName.

        Left out: DomainName (a member of no library), Password (no password).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def create_user(
        self, *,
        domain_name: str | Clear = ...,
        user_name: str | Clear | None,
        first_name: str | Clear | None,
        last_name: str | Clear | None,
        email_address: str | Clear | None = ...,
        password: str | Clear | None = ...,
        read_only_user: bool,
        authentication_source: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; null is the default of domain_name.

        Left out: domain_name (a member of no library), password (no password).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def CreateUserGroup(self, *, DomainName: str | Clear, GroupName: str | Clear | None) -> _Reply:
        """User Group Management; write; returns XML; null is the default of DomainName.

        Left out: DomainName (makes a global group).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound, 4090 AlreadyExists.
        """
    def create_user_group(self, *, domain_name: str | Clear, group_name: str | Clear | None) -> _Reply:
        """User Group Management; write; returns XML; null is the default of domain_name.

        Left out: domain_name (makes a global group).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound, 4090 AlreadyExists.
        """
    def CreateUserGroup1(self, *, DomainName: str | Clear, GroupName: str | Clear | None, showMembers: bool) -> _Reply:
        """User Group Management; write; returns XML; null is the default of DomainName.

        Left out: DomainName (makes a global group).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound, 4090 AlreadyExists.
        """
    def create_user_group1(
        self, *,
        domain_name: str | Clear,
        group_name: str | Clear | None,
        show_members: bool,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of domain_name.

        Left out: domain_name (makes a global group).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound, 4090 AlreadyExists.
        """
    def DeactivateFlowDef(self, *, domainName: str | Clear | None, flowName: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def deactivate_flow_def(self, *, domain_name: str | Clear | None, flow_name: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def DeleteDocument(self, *, Path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound, 4230 Conflict.
        """
    def delete_document(self, *, path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound, 4230 Conflict.
        """
    def DeleteDocumentComment(
        self, *,
        DocumentPath: str | Clear | None,
        CommentAuthorID: int,
        CommentDate: dt.datetime,
    ) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def delete_document_comment(
        self, *,
        document_path: str | Clear | None,
        comment_author_id: int,
        comment_date: dt.datetime,
    ) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def DeleteDocumentThumbnail(self, *, documentPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def delete_document_thumbnail(self, *, document_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def DeleteDocumentTypeDef(self, *, documentTypeId: int) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def delete_document_type_def(self, *, document_type_id: int) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def DeleteDocumentVersion(self, *, DocumentPath: str | Clear | None, VersionNumber: int) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def delete_document_version(self, *, document_path: str | Clear | None, version_number: int) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def DeleteDomain(self, *, DomainName: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound.
        """
    def delete_domain(self, *, domain_name: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound.
        """
    def DeleteDownloadHandler(self, *, DownloadHandler: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def delete_download_handler(self, *, download_handler: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def DeleteFlowStepDef(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        StepName: str | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def delete_flow_step_def(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        step_name: str | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def DeleteFlowTaskDef(
        self, *,
        DomainName: str | Clear | None,
        FlowName: str | Clear | None,
        StepNumber: int,
        TaskDefId: int,
    ) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def delete_flow_task_def(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        step_number: int,
        task_def_id: int,
    ) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def DeleteFolder(self, *, Path: str | Clear | None) -> _Reply:
        """Folder Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def delete_folder(self, *, path: str | Clear | None) -> _Reply:
        """Folder Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def DeletePropertySetDefinition(self, *, PropertySetName: str | Clear | None) -> _Reply:
        """Property Sets; write; returns XML; destructive."""
    def delete_property_set_definition(self, *, property_set_name: str | Clear | None) -> _Reply:
        """Property Sets; write; returns XML; destructive."""
    def DeletePropertySetField(self, *, PropertySetName: str | Clear | None, FieldName: str | Clear | None) -> _Reply:
        """Property Sets; write; returns XML; destructive."""
    def delete_property_set_field(
        self, *,
        property_set_name: str | Clear | None,
        field_name: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML; destructive."""
    def DeletePropertySetFieldOption(
        self, *,
        PropertySetName: str | Clear | None,
        FieldName: str | Clear | None,
        OptionValue: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML."""
    def delete_property_set_field_option(
        self, *,
        property_set_name: str | Clear | None,
        field_name: str | Clear | None,
        option_value: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML."""
    def DeletePropertySetRow(self, *, Path: str | Clear | None, xmlpset: str | etree._Element) -> _Reply:
        """Property Sets; write; returns XML; destructive.

        Left out: xmlpset (without rownbr, or with 0, every row of the set is deleted).
        """
    def delete_property_set_row(self, *, path: str | Clear | None, xml_pset: str | etree._Element) -> _Reply:
        """Property Sets; write; returns XML; destructive.

        Left out: xml_pset (without rownbr, or with 0, every row of the set is deleted).
        """
    def DeletePropertySetRowForUser(self, *, UserName: str | Clear | None, XmlPset: str | etree._Element) -> _Reply:
        """User Management; write; returns XML; destructive.

        Left out: XmlPset (the page does not say what a row without rownbr does: it may delete every row).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def delete_property_set_row_for_user(
        self, *,
        user_name: str | Clear | None,
        xml_pset: str | etree._Element,
    ) -> _Reply:
        """User Management; write; returns XML; destructive.

        Left out: xml_pset (the page does not say what a row without rownbr does: it may delete every row).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def DeleteRandDSchedule(self, *, RDdefId: int) -> _Reply:
        """Retention & Disposition; write; returns XML; destructive."""
    def delete_r_and_d_schedule(self, *, rd_def_id: int) -> _Reply:
        """Retention & Disposition; write; returns XML; destructive."""
    def DeleteRandDSchedule1(self, *, RDdefId: int, forceDelete: bool) -> _Reply:
        """Retention & Disposition; write; returns XML; destructive."""
    def delete_r_and_d_schedule1(self, *, rd_def_id: int, force_delete: bool) -> _Reply:
        """Retention & Disposition; write; returns XML; destructive."""
    def DeleteRetentionSourceAuthority(self, *, authorityName: str | Clear | None) -> _Reply:
        """Retention & Disposition; write; returns XML; destructive.

        Errors by number: 4000 Conflict, 4010 SessionExpired.
        """
    def delete_retention_source_authority(self, *, authority_name: str | Clear | None) -> _Reply:
        """Retention & Disposition; write; returns XML; destructive.

        Errors by number: 4000 Conflict, 4010 SessionExpired.
        """
    def DeleteSavedSearch(self, *, searchPageId: int) -> _Reply:
        """Search; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def delete_saved_search(self, *, search_page_id: int) -> _Reply:
        """Search; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def DeleteTask(self, *, taskId: int) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 ServiceError, 4010 SessionExpired.
        """
    def delete_task(self, *, task_id: int) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 ServiceError, 4010 SessionExpired.
        """
    def DeleteUploadHandler(self, *, UploadHandler: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def delete_upload_handler(self, *, upload_handler: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def DeleteUser(self, *, UserName: str | Clear | None) -> _Reply:
        """User Management; write; returns XML; destructive.

        Errors by number: 4000 UserNotFound, 4030 AccessDenied.
        """
    def delete_user(self, *, user_name: str | Clear | None) -> _Reply:
        """User Management; write; returns XML; destructive.

        Errors by number: 4000 UserNotFound, 4030 AccessDenied.
        """
    def DeleteUser1(self, *, UserPassword: str | Clear | None, UserName: str | Clear | None) -> _Reply:
        """User Management; write; returns XML; destructive.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def delete_user1(self, *, user_password: str | Clear | None, user_name: str | Clear | None) -> _Reply:
        """User Management; write; returns XML; destructive.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def DeleteUsergroup(self, *, DomainName: str | Clear, GroupName: str | Clear | None) -> _Reply:
        """User Group Management; write; returns XML; destructive; null is the default of DomainName.

        Left out: DomainName (deletes the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 GroupNotFound.
        """
    def delete_user_group(self, *, domain_name: str | Clear, group_name: str | Clear | None) -> _Reply:
        """User Group Management; write; returns XML; destructive; null is the default of domain_name.

        Left out: domain_name (deletes the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 GroupNotFound.
        """
    def DeleteWorkflow(self, *, domainName: str | Clear | None, flowName: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def delete_workflow(self, *, domain_name: str | Clear | None, flow_name: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def DisposeItem(self, *, path: str | Clear | None, disposeComments: str | Clear = ...) -> _Reply:
        """Retention & Disposition; write; returns XML; destructive; null is the default of disposeComments.

        Left out: disposeComments (no comment).
        """
    def dispose_item(self, *, path: str | Clear | None, dispose_comments: str | Clear = ...) -> _Reply:
        """Retention & Disposition; write; returns XML; destructive; null is the default of dispose_comments.

        Left out: dispose_comments (no comment).
        """
    def DistributeDocument(self, *, documentPath: str | Clear | None) -> _Reply:
        """Notifications & Distribution; write; returns XML."""
    def distribute_document(self, *, document_path: str | Clear | None) -> _Reply:
        """Notifications & Distribution; write; returns XML."""
    def DocumentAccessAllowed(self, *, Path: str | Clear, ActionId: int) -> _Answer:
        """Security & Access Control; read; returns True or False.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def document_access_allowed(self, *, path: str | Clear, action_id: int) -> _Answer:
        """Security & Access Control; read; returns True or False.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def DocumentExists(self, *, Path: str | Clear) -> _Answer:
        """Document Management; read; returns True or False.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def document_exists(self, *, path: str | Clear) -> _Answer:
        """Document Management; read; returns True or False.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def DocumentExists1(self, *, FolderPath: str | Clear, DocumentName: str | Clear) -> _Answer:
        """Document Management; read; returns True or False."""
    def document_exists1(self, *, folder_path: str | Clear, document_name: str | Clear) -> _Answer:
        """Document Management; read; returns True or False."""
    def DomainExists(self, *, DomainName: str | Clear) -> _Answer:
        """Domain/Library Management; read; returns True or False.

        Errors by number: 4000 DomainNotFound, 4010 SessionExpired.
        """
    def domain_exists(self, *, domain_name: str | Clear) -> _Answer:
        """Domain/Library Management; read; returns True or False.

        Errors by number: 4000 DomainNotFound, 4010 SessionExpired.
        """
    def DownloadDocument(self, *, Path: str | Clear) -> _Reply:
        """Document Management; read; returns bytes.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def download_document(self, *, path: str | Clear) -> _Reply:
        """Document Management; read; returns bytes.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def DownloadDocumentVersion(self, *, Path: str | Clear, VersionNumber: int) -> _Reply:
        """Document Management; read; returns bytes."""
    def download_document_version(self, *, path: str | Clear, version_number: int) -> _Reply:
        """Document Management; read; returns bytes."""
    def DownloadFileChunk(self, *, DownloadHandler: str | Clear, StartOffset: int, ChunkSize: int) -> _Reply:
        """Document Management; read; returns XML."""
    def download_file_chunk(self, *, download_handler: str | Clear, start_offset: int, chunk_size: int) -> _Reply:
        """Document Management; read; returns XML."""
    def DownloadZip(self, *, Paths: str | Clear) -> _Reply:
        """Document Management; read; returns bytes."""
    def download_zip(self, *, paths: str | Clear) -> _Reply:
        """Document Management; read; returns bytes."""
    def DownloadZipWithHandler(self, *, Paths: str | Clear, partialResult: bool) -> _Reply:
        """Document Management; read; returns XML."""
    def download_zip_with_handler(self, *, paths: str | Clear, partial_result: bool) -> _Reply:
        """Document Management; read; returns XML."""
    def EditFilledForm(self, *, documentPath: str | Clear | None, submitUrl: str | Clear = ...) -> _Reply:
        """Document Management; write; returns XML; null is the default of submitUrl.

        Left out: submitUrl (the form posts to IRDOC.ASPX).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 DocumentNotFound, 4230 Conflict.
        """
    def edit_filled_form(self, *, document_path: str | Clear | None, submit_url: str | Clear = ...) -> _Reply:
        """Document Management; write; returns XML; null is the default of submit_url.

        Left out: submit_url (the form posts to IRDOC.ASPX).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 DocumentNotFound, 4230 Conflict.
        """
    def EmptyRecycleBin(self) -> _Reply:
        """Recycle Bin; write; returns XML; destructive."""
    def empty_recycle_bin(self) -> _Reply:
        """Recycle Bin; write; returns XML; destructive."""
    def FlushApplicationCache(self) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def flush_application_cache(self) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def FolderAccessAllowed(self, *, Path: str | Clear, ActionId: int) -> _Answer:
        """Security & Access Control; read; returns True or False.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def folder_access_allowed(self, *, path: str | Clear, action_id: int) -> _Answer:
        """Security & Access Control; read; returns True or False.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def FolderExists(self, *, Path: str | Clear) -> _Answer:
        """Folder Management; read; returns True or False.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def folder_exists(self, *, path: str | Clear) -> _Answer:
        """Folder Management; read; returns True or False.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def FolderExists1(self, *, FolderPath: str | Clear, FolderName: str | Clear) -> _Answer:
        """Folder Management; read; returns True or False.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def folder_exists1(self, *, folder_path: str | Clear, folder_name: str | Clear) -> _Answer:
        """Folder Management; read; returns True or False.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def ForgotPassword(self, *, emailAddress: str | Clear | None) -> _Reply:
        """Authentication; auth; returns XML."""
    def forgot_password(self, *, email_address: str | Clear | None) -> _Reply:
        """Authentication; auth; returns XML."""
    def ForgotPasswordByUserName(self, *, userName: str | Clear | None) -> _Reply:
        """Authentication; auth; returns XML."""
    def forgot_password_by_user_name(self, *, user_name: str | Clear | None) -> _Reply:
        """Authentication; auth; returns XML."""
    def GetAccessList(self, *, Path: str | Clear) -> _ReplyOfAccessList:
        """Security & Access Control; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def get_access_list(self, *, path: str | Clear) -> _ReplyOfAccessList:
        """Security & Access Control; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def GetAccessListHistory(self, *, Path: str | Clear) -> _ReplyOfAccessList:
        """Security & Access Control; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def get_access_list_history(self, *, path: str | Clear) -> _ReplyOfAccessList:
        """Security & Access Control; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def GetAddInInfo(self, *, AddInName: str | Clear) -> _Reply:
        """Miscellaneous; read; returns XML.

        Errors by number: 4000 InvalidValue, 4041 NotFound.
        """
    def get_add_in_info(self, *, add_in_name: str | Clear) -> _Reply:
        """Miscellaneous; read; returns XML.

        Errors by number: 4000 InvalidValue, 4041 NotFound.
        """
    def GetAddInPart(self, *, AddInName: str | Clear) -> _Reply:
        """Miscellaneous; read; returns bytes."""
    def get_add_in_part(self, *, add_in_name: str | Clear) -> _Reply:
        """Miscellaneous; read; returns bytes."""
    def GetAddIns(self) -> _ReplyOfElement:
        """Miscellaneous; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_add_ins(self) -> _ReplyOfElement:
        """Miscellaneous; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetAllFolderColumns(self) -> _ReplyOfElement:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_all_folder_columns(self) -> _ReplyOfElement:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetAllUsers(self) -> _ReplyOfUser:
        """User Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_all_users(self) -> _ReplyOfUser:
        """User Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetAllUsers1(
        self, *,
        StartingRowNumber: int,
        NumbeOfRow: int,
        firstNameFilter: str | Clear | None = ...,
        lastNameFilter: str | Clear | None = ...,
        userNameFilter: str | Clear | None = ...,
        emailFilter: str | Clear | None = ...,
        authenticationSourceFilter: str | Clear | None = ...,
        domainNameFilter: str | Clear | None = ...,
        StatusFilter: int,
        SortBy: int,
        SortAscending: bool,
    ) -> _ReplyOfUser:
        """User Management; read; returns XML; null is the default of firstNameFilter, lastNameFilter, userNameFilter, emailFilter, authenticationSourceFilter, domainNameFilter.

        Left out: firstNameFilter (no filter; over HTTP GET and POST refused: send an empty text), lastNameFilter (no filter; over HTTP GET and POST refused: send an empty text), userNameFilter (no filter; over HTTP GET and POST refused: send an empty text), emailFilter (no filter; over HTTP GET and POST refused: send an empty text), authenticationSourceFilter (no filter; over HTTP GET and POST refused: send an empty text), domainNameFilter (no filter; over HTTP GET and POST refused: send an empty text).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_all_users1(
        self, *,
        starting_row_number: int,
        number_of_row: int,
        first_name_filter: str | Clear | None = ...,
        last_name_filter: str | Clear | None = ...,
        user_name_filter: str | Clear | None = ...,
        email_filter: str | Clear | None = ...,
        authentication_source_filter: str | Clear | None = ...,
        domain_name_filter: str | Clear | None = ...,
        status_filter: int,
        sort_by: int,
        sort_ascending: bool,
    ) -> _ReplyOfUser:
        """User Management; read; returns XML; null is the default of first_name_filter, last_name_filter, user_name_filter, email_filter, authentication_source_filter, domain_name_filter.

        Left out: first_name_filter (no filter; over HTTP GET and POST refused: send an empty text), last_name_filter (no filter; over HTTP GET and POST refused: send an empty text), user_name_filter (no filter; over HTTP GET and POST refused: send an empty text), email_filter (no filter; over HTTP GET and POST refused: send an empty text), authentication_source_filter (no filter; over HTTP GET and POST refused: send an empty text), domain_name_filter (no filter; over HTTP GET and POST refused: send an empty text).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetAllUsers2(
        self, *,
        StartingRowNumber: int,
        NumberOfRow: int,
        firstNameFilter: str | Clear | None = ...,
        lastNameFilter: str | Clear | None = ...,
        userNameFilter: str | Clear | None = ...,
        emailFilter: str | Clear | None = ...,
        authenticationSourceFilter: str | Clear | None = ...,
        domainNameFilter: str | Clear | None = ...,
        UserStatusFilter: int,
        UserTypeFilter: int,
        SortBy: int,
        SortAscending: bool,
    ) -> _ReplyOfUser:
        """User Management; read; returns XML; null is the default of firstNameFilter, lastNameFilter, userNameFilter, emailFilter, authenticationSourceFilter, domainNameFilter.

        Left out: firstNameFilter (no filter; over HTTP GET and POST refused: send an empty text), lastNameFilter (no filter; over HTTP GET and POST refused: send an empty text), userNameFilter (no filter; over HTTP GET and POST refused: send an empty text), emailFilter (no filter; over HTTP GET and POST refused: send an empty text), authenticationSourceFilter (no filter; over HTTP GET and POST refused: send an empty text), domainNameFilter (no filter; over HTTP GET and POST refused: send an empty text).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_all_users2(
        self, *,
        starting_row_number: int,
        number_of_row: int,
        first_name_filter: str | Clear | None = ...,
        last_name_filter: str | Clear | None = ...,
        user_name_filter: str | Clear | None = ...,
        email_filter: str | Clear | None = ...,
        authentication_source_filter: str | Clear | None = ...,
        domain_name_filter: str | Clear | None = ...,
        user_status_filter: int,
        user_type_filter: int,
        sort_by: int,
        sort_ascending: bool,
    ) -> _ReplyOfUser:
        """User Management; read; returns XML; null is the default of first_name_filter, last_name_filter, user_name_filter, email_filter, authentication_source_filter, domain_name_filter.

        Left out: first_name_filter (no filter; over HTTP GET and POST refused: send an empty text), last_name_filter (no filter; over HTTP GET and POST refused: send an empty text), user_name_filter (no filter; over HTTP GET and POST refused: send an empty text), email_filter (no filter; over HTTP GET and POST refused: send an empty text), authentication_source_filter (no filter; over HTTP GET and POST refused: send an empty text), domain_name_filter (no filter; over HTTP GET and POST refused: send an empty text).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetAllUsersWithoutDetails(
        self, *,
        StartingRowNumber: int,
        NumberOfRow: int,
        firstNameFilter: str | Clear | None = ...,
        lastNameFilter: str | Clear | None = ...,
        userNameFilter: str | Clear | None = ...,
        emailFilter: str | Clear | None = ...,
        authenticationSourceFilter: str | Clear | None = ...,
        domainNameFilter: str | Clear | None = ...,
        UserStatusFilter: int,
        UserTypeFilter: int,
        SortBy: int,
        SortAscending: bool,
    ) -> _ReplyOfUser:
        """User Management; read; returns XML; null is the default of firstNameFilter, lastNameFilter, userNameFilter, emailFilter, authenticationSourceFilter, domainNameFilter.

        Left out: firstNameFilter (no filter; over HTTP GET and POST refused: send an empty text), lastNameFilter (no filter; over HTTP GET and POST refused: send an empty text), userNameFilter (no filter; over HTTP GET and POST refused: send an empty text), emailFilter (no filter; over HTTP GET and POST refused: send an empty text), authenticationSourceFilter (no filter; over HTTP GET and POST refused: send an empty text), domainNameFilter (no filter; over HTTP GET and POST refused: send an empty text).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_all_users_without_details(
        self, *,
        starting_row_number: int,
        number_of_row: int,
        first_name_filter: str | Clear | None = ...,
        last_name_filter: str | Clear | None = ...,
        user_name_filter: str | Clear | None = ...,
        email_filter: str | Clear | None = ...,
        authentication_source_filter: str | Clear | None = ...,
        domain_name_filter: str | Clear | None = ...,
        user_status_filter: int,
        user_type_filter: int,
        sort_by: int,
        sort_ascending: bool,
    ) -> _ReplyOfUser:
        """User Management; read; returns XML; null is the default of first_name_filter, last_name_filter, user_name_filter, email_filter, authentication_source_filter, domain_name_filter.

        Left out: first_name_filter (no filter; over HTTP GET and POST refused: send an empty text), last_name_filter (no filter; over HTTP GET and POST refused: send an empty text), user_name_filter (no filter; over HTTP GET and POST refused: send an empty text), email_filter (no filter; over HTTP GET and POST refused: send an empty text), authentication_source_filter (no filter; over HTTP GET and POST refused: send an empty text), domain_name_filter (no filter; over HTTP GET and POST refused: send an empty text).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def getApplicationParameters(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML."""
    def get_application_parameters(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML."""
    def GetAppliedRDScheduleLogs(self, *, path: str | Clear) -> _ReplyOfLogEntry:
        """Retention & Disposition; read; returns XML."""
    def get_applied_rd_schedule_logs(self, *, path: str | Clear) -> _ReplyOfLogEntry:
        """Retention & Disposition; read; returns XML."""
    def GetAppliedTags(self, *, path: str | Clear) -> _ReplyOfElement:
        """Tags; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def get_applied_tags(self, *, path: str | Clear) -> _ReplyOfElement:
        """Tags; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def GetAuthenticationAndPasswordPolicy(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_authentication_and_password_policy(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetAuthoredDocuments(self, *, userName: str | Clear, startingRow: int, rowCount: int) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def get_authored_documents(self, *, user_name: str | Clear, starting_row: int, row_count: int) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def GetCheckedoutDocuments(
        self, *,
        withpropertysets: bool,
        withsecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def get_checked_out_documents(
        self, *,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def GetCheckedoutDocumentsByUser(
        self, *,
        userName: str | Clear,
        startingRow: int,
        rowCount: int,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def get_checked_out_documents_by_user(
        self, *,
        user_name: str | Clear,
        starting_row: int,
        row_count: int,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def GetCheckInLog(
        self, *,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
        pathFilter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startDate, endDate, pathFilter.

        Left out: startDate (from the beginning), endDate (until now), pathFilter (everywhere).
        """
    def get_check_in_log(
        self, *,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
        path_filter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date, path_filter.

        Left out: start_date (from the beginning), end_date (until now), path_filter (everywhere).
        """
    def GetCheckoutLog(
        self, *,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
        pathFilter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startDate, endDate, pathFilter.

        Left out: startDate (from the beginning), endDate (until now), pathFilter (everywhere).
        """
    def get_checkout_log(
        self, *,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
        path_filter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date, path_filter.

        Left out: start_date (from the beginning), end_date (until now), path_filter (everywhere).
        """
    def GetClassificationLogs(self, *, Path: str | Clear) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def get_classification_logs(self, *, path: str | Clear) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def GetConnectProfile(
        self, *,
        Path: str | Clear | None,
        VersionNumber: int,
        ForceRefresh: bool,
        IncludeSummary: bool,
        IncludeDescription: bool,
        IncludeAbstract: bool,
        IncludeKeywords: bool,
        IncludeDocumentType: bool,
        IncludeOcrText: bool,
        IncludeMarkdown: bool,
        IncludeRedactedText: bool,
        IncludeExtractData: str | Clear = ...,
        MaxKeywordCount: int | None = ...,
        ScrubPii: str | Clear = ...,
    ) -> _ReplyOfElement:
        """Document Management; write; returns XML; null is the default of IncludeExtractData, ScrubPii.

        Left out: IncludeExtractData (no property set is read), ScrubPii (as the server is set up).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound, 4230 Conflict, 5030 ServerFault.
        """
    def get_connect_profile(
        self, *,
        path: str | Clear | None,
        version_number: int,
        force_refresh: bool,
        include_summary: bool,
        include_description: bool,
        include_abstract: bool,
        include_keywords: bool,
        include_document_type: bool,
        include_ocr_text: bool,
        include_markdown: bool,
        include_redacted_text: bool,
        include_extract_data: str | Clear = ...,
        max_keyword_count: int | None = ...,
        scrub_pii: str | Clear = ...,
    ) -> _ReplyOfElement:
        """Document Management; write; returns XML; null is the default of include_extract_data, scrub_pii.

        Left out: include_extract_data (no property set is read), scrub_pii (as the server is set up).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound, 4230 Conflict, 5030 ServerFault.
        """
    def GetConnectSettings(self) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_connect_settings(self) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetCoWorkers(self) -> _ReplyOfUser:
        """User Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_co_workers(self) -> _ReplyOfUser:
        """User Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetCoWorkers1(self, *, SortBy: int, SortAscending: bool, DetailMode: bool) -> _ReplyOfUser:
        """User Management; read; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def get_co_workers1(self, *, sort_by: int, sort_ascending: bool, detail_mode: bool) -> _ReplyOfUser:
        """User Management; read; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def GetCurrentUser(self) -> _Reply:
        """User Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_current_user(self) -> _Reply:
        """User Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetDefaultFolderColumns(self) -> _ReplyOfElement:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_default_folder_columns(self) -> _ReplyOfElement:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetDeleteLog(
        self, *,
        StartDate: dt.datetime,
        EndDate: dt.datetime,
        PathFilter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of StartDate, EndDate, PathFilter.

        Left out: StartDate (from the beginning), EndDate (until now), PathFilter (everywhere).
        """
    def get_delete_log(
        self, *,
        start_date: dt.datetime,
        end_date: dt.datetime,
        path_filter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date, path_filter.

        Left out: start_date (from the beginning), end_date (until now), path_filter (everywhere).
        """
    def GetDispositionLog(
        self, *,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
        pathFilter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startDate, endDate, pathFilter.

        Left out: startDate (from the beginning), endDate (until now), pathFilter (everywhere).
        """
    def get_disposition_log(
        self, *,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
        path_filter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date, path_filter.

        Left out: start_date (from the beginning), end_date (until now), path_filter (everywhere).
        """
    def GetDocument(
        self, *,
        Path: str | Clear,
        withPropertySets: bool,
        withSecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _Reply:
        """Document Management; read; returns XML."""
    def get_document(
        self, *,
        path: str | Clear,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _Reply:
        """Document Management; read; returns XML."""
    @deprecated("GetDocumentAbstract is obsolete")
    def GetDocumentAbstract(self, *, Path: str | Clear, VersionNumber: int) -> _Reply:
        """Document Management; read; returns XML; obsolete.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    @deprecated("GetDocumentAbstract is obsolete")
    def get_document_abstract(self, *, path: str | Clear, version_number: int) -> _Reply:
        """Document Management; read; returns XML; obsolete.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDocumentAbstract1(self, *, path: str | Clear, versionNumber: int) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def get_document_abstract1(self, *, path: str | Clear, version_number: int) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDocumentComments(self, *, Path: str | Clear) -> _ReplyOfElement:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def get_document_comments(self, *, path: str | Clear) -> _ReplyOfElement:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDocumentExpirationDate(self, *, path: str | Clear) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def get_document_expiration_date(self, *, path: str | Clear) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDocumentKeywords(self, *, Path: str | Clear) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def get_document_keywords(self, *, path: str | Clear) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDocumentRandDSchedule(self, *, Path: str | Clear) -> _Reply:
        """Retention & Disposition; read; returns XML."""
    def get_document_r_and_d_schedule(self, *, path: str | Clear) -> _Reply:
        """Retention & Disposition; read; returns XML."""
    def GetDocumentReadLogHistory(self, *, Path: str | Clear, UserID: int) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def get_document_read_log_history(self, *, path: str | Clear, user_id: int) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def GetDocuments(
        self, *,
        Path: str | Clear,
        withPropertySets: bool,
        withSecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_documents(
        self, *,
        path: str | Clear,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetDocuments1(self, *, Path: str | Clear) -> _ReplyOfDocument:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_documents1(self, *, path: str | Clear) -> _ReplyOfDocument:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetDocumentsByPage(
        self, *,
        Path: str | Clear,
        DocumentFilter: str | Clear | None = ...,
        PageNumber: int,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML; null is the default of DocumentFilter.

        Left out: DocumentFilter (no filter).
        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_documents_by_page(
        self, *,
        path: str | Clear,
        document_filter: str | Clear | None = ...,
        page_number: int,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML; null is the default of document_filter.

        Left out: document_filter (no filter).
        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetDocumentsOwnedByUser(self, *, userName: str | Clear, startingRow: int, rowCount: int) -> _ReplyOfDocument:
        """Document Management; read; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def get_documents_owned_by_user(
        self, *,
        user_name: str | Clear,
        starting_row: int,
        row_count: int,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def GetDocumentSummary(self, *, path: str | Clear, versionNumber: int) -> _Reply:
        """Document Management; read; returns XML.

        Left out: versionNumber (no matter: a document has one summary).
        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound, 5030 ServerFault.
        """
    def get_document_summary(self, *, path: str | Clear, version_number: int) -> _Reply:
        """Document Management; read; returns XML.

        Left out: version_number (no matter: a document has one summary).
        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound, 5030 ServerFault.
        """
    def GetDocumentTasks(self, *, documentPath: str | Clear, filter: str | Clear | None = ...) -> _ReplyOfTask:
        """Workflow Management; read; returns XML; null is the default of filter.

        Left out: filter (all tasks).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        Beware: success is false even if the work was done: only an error code is a failure.
        """
    def get_document_tasks(self, *, document_path: str | Clear, filter: str | Clear | None = ...) -> _ReplyOfTask:
        """Workflow Management; read; returns XML; null is the default of filter.

        Left out: filter (all tasks).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        Beware: success is false even if the work was done: only an error code is a failure.
        """
    def GetDocumentTextOnlyContent(self, *, Path: str | Clear) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def get_document_text_only_content(self, *, path: str | Clear) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDocumentThumbnail(self, *, documentPath: str | Clear) -> _Reply:
        """Document Management; read; returns bytes.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4230 Conflict.
        """
    def get_document_thumbnail(self, *, document_path: str | Clear) -> _Reply:
        """Document Management; read; returns bytes.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4230 Conflict.
        """
    def GetDocumentTypes(self) -> _ReplyOfElement:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_document_types(self) -> _ReplyOfElement:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetDocumentVersion(self, *, path: str | Clear, versionNumber: int) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def get_document_version(self, *, path: str | Clear, version_number: int) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def GetDocumentVersions(self, *, Path: str | Clear) -> _ReplyOfVersion:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def get_document_versions(self, *, path: str | Clear) -> _ReplyOfVersion:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDocumentViewLog(self, *, Path: str | Clear) -> _ReplyOfLogEntry:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def get_document_view_log(self, *, path: str | Clear) -> _ReplyOfLogEntry:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def GetDocumentWorkflow(self, *, documentPath: str | Clear, workflowId: int) -> _Reply:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def get_document_workflow(self, *, document_path: str | Clear, workflow_id: int) -> _Reply:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def GetDocumentWorkflows(self, *, documentPath: str | Clear, filter: str | Clear | None = ...) -> _ReplyOfElement:
        """Workflow Management; read; returns XML; null is the default of filter.

        Left out: filter (all workflows).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def get_document_workflows(
        self, *,
        document_path: str | Clear,
        filter: str | Clear | None = ...,
    ) -> _ReplyOfElement:
        """Workflow Management; read; returns XML; null is the default of filter.

        Left out: filter (all workflows).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def GetDomain(self, *, DomainName: str | Clear) -> _Reply:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain(self, *, domain_name: str | Clear) -> _Reply:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDomainFlows(self, *, DomainName: str | Clear) -> _ReplyOfElement:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain_flows(self, *, domain_name: str | Clear) -> _ReplyOfElement:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDomainGroups(self, *, DomainName: str | Clear) -> _ReplyOfGroup:
        """User Group Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain_groups(self, *, domain_name: str | Clear) -> _ReplyOfGroup:
        """User Group Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDomainMembers(self, *, DomainName: str | Clear) -> _ReplyOfGroupUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain_members(self, *, domain_name: str | Clear) -> _ReplyOfGroupUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDomainMembers1(
        self, *,
        domainName: str | Clear,
        sortBy: int,
        sortAscending: bool,
        detailMode: bool,
    ) -> _ReplyOfGroupUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain_members1(
        self, *,
        domain_name: str | Clear,
        sort_by: int,
        sort_ascending: bool,
        detail_mode: bool,
    ) -> _ReplyOfGroupUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDomainMembershipsOfUser(self, *, userName: str | Clear) -> _ReplyOfDomain:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4000 UserNotFound.
        """
    def get_domain_memberships_of_user(self, *, user_name: str | Clear) -> _ReplyOfDomain:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4000 UserNotFound.
        """
    def GetDomainPolicies(self, *, domainName: str | Clear) -> _Reply:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain_policies(self, *, domain_name: str | Clear) -> _Reply:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDomains(self) -> _ReplyOfDomain:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_domains(self) -> _ReplyOfDomain:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetDomainStatistics(self, *, domainName: str | Clear) -> _Reply:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain_statistics(self, *, domain_name: str | Clear) -> _Reply:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDomainUsers(self, *, DomainName: str | Clear) -> _ReplyOfUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain_users(self, *, domain_name: str | Clear) -> _ReplyOfUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDomainUsers1(
        self, *,
        domainName: str | Clear,
        sortBy: int,
        sortAscending: bool,
        detailMode: bool,
    ) -> _ReplyOfUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_domain_users1(
        self, *,
        domain_name: str | Clear,
        sort_by: int,
        sort_ascending: bool,
        detail_mode: bool,
    ) -> _ReplyOfUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetDownloadHandler(self, *, Path: str | Clear, PreferedChunkSize: int) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def get_download_handler(self, *, path: str | Clear, preferred_chunk_size: int) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDownloadHandlerByVersion(self, *, Path: str | Clear, PreferedChunkSize: int, VersionNumber: int) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def get_download_handler_by_version(
        self, *,
        path: str | Clear,
        preferred_chunk_size: int,
        version_number: int,
    ) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def GetDownloadInfo(self, *, Path: str | Clear) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def get_download_info(self, *, path: str | Clear) -> _Reply:
        """Document Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def GetDownloadInfoByVersion(self, *, Path: str | Clear, VersionNumber: int) -> _Reply:
        """Document Management; read; returns XML."""
    def get_download_info_by_version(self, *, path: str | Clear, version_number: int) -> _Reply:
        """Document Management; read; returns XML."""
    def GetDownloadQue(
        self, *,
        withrules: bool,
        withpropertysets: bool,
        withsecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Document Management; read; returns XML."""
    def get_download_queue(
        self, *,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Document Management; read; returns XML."""
    def GetDueTaskDocuments(self) -> _ReplyOfDocument:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_due_task_documents(self) -> _ReplyOfDocument:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetEmailAndNotificationSettings(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_email_and_notification_settings(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetFavoriteDocumentsOfUser(self, *, userName: str | Clear, startingRow: int, rowCount: int) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def get_favorite_documents_of_user(
        self, *,
        user_name: str | Clear,
        starting_row: int,
        row_count: int,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def GetFavoriteFoldersOfUser(self, *, userName: str | Clear, startingRow: int, rowCount: int) -> _ReplyOfFolder:
        """Document Management; read; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def get_favorite_folders_of_user(
        self, *,
        user_name: str | Clear,
        starting_row: int,
        row_count: int,
    ) -> _ReplyOfFolder:
        """Document Management; read; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def GetFavorites(
        self, *,
        withrules: bool,
        withpropertysets: bool,
        withsecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Document Management; read; returns XML."""
    def get_favorites(
        self, *,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Document Management; read; returns XML."""
    def GetFlowDef(self, *, DomainName: str | Clear, WorkflowName: str | Clear) -> _Reply:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_flow_def(self, *, domain_name: str | Clear, workflow_name: str | Clear) -> _Reply:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetFolder(
        self, *,
        Path: str | Clear,
        WithRules: bool,
        withPropertySets: bool,
        withSecurity: bool,
        withOwner: bool,
    ) -> _Reply:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folder(
        self, *,
        path: str | Clear,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
    ) -> _Reply:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFolderAIPreferences(self, *, Path: str | Clear) -> _ReplyOfElement:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folder_ai_preferences(self, *, path: str | Clear) -> _ReplyOfElement:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFolderCatalog(self, *, folderPath: str | Clear) -> _Reply:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folder_catalog(self, *, folder_path: str | Clear) -> _Reply:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFolderFlows(self, *, FolderPath: str | Clear, IncludeInheritedFlows: bool) -> _ReplyOfElement:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folder_flows(self, *, folder_path: str | Clear, include_inherited_flows: bool) -> _ReplyOfElement:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFolderRandDSchedule(self, *, Path: str | Clear) -> _Reply:
        """Retention & Disposition; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def get_folder_r_and_d_schedule(self, *, path: str | Clear) -> _Reply:
        """Retention & Disposition; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def GetFolderRules(self, *, Path: str | Clear) -> _ReplyOfElement:
        """Folder Management; read; returns XML.

        Errors by number: 4000 RequiredParameter, 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folder_rules(self, *, path: str | Clear) -> _ReplyOfElement:
        """Folder Management; read; returns XML.

        Errors by number: 4000 RequiredParameter, 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFolders(
        self, *,
        Path: str | Clear,
        WithRules: bool,
        withPropertySets: bool,
        withSecurity: bool,
        withOwner: bool,
    ) -> _ReplyOfFolder:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folders(
        self, *,
        path: str | Clear,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
    ) -> _ReplyOfFolder:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFolders1(self, *, Path: str | Clear) -> _ReplyOfFolder:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folders1(self, *, path: str | Clear) -> _ReplyOfFolder:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFolders2(self, *, Path: str | Clear) -> _ReplyOfFolder:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folders2(self, *, path: str | Clear) -> _ReplyOfFolder:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFoldersAndDocuments(
        self, *,
        Path: str | Clear,
        withrules: bool,
        withpropertysets: bool,
        withsecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML."""
    def get_folders_and_documents(
        self, *,
        path: str | Clear,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML."""
    def GetFoldersAndDocuments1(self, *, Path: str | Clear) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folders_and_documents1(self, *, path: str | Clear) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFoldersAndDocuments2(self, *, Path: str | Clear) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folders_and_documents2(self, *, path: str | Clear) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFoldersAndDocumentsByPage(
        self, *,
        Path: str | Clear,
        FolderFilter: str | Clear | None = ...,
        DocumentFilter: str | Clear | None = ...,
        PageNumber: int,
    ) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML; null is the default of FolderFilter, DocumentFilter.

        Left out: FolderFilter (no filter), DocumentFilter (no filter).
        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folders_and_documents_by_page(
        self, *,
        path: str | Clear,
        folder_filter: str | Clear | None = ...,
        document_filter: str | Clear | None = ...,
        page_number: int,
    ) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML; null is the default of folder_filter, document_filter.

        Left out: folder_filter (no filter), document_filter (no filter).
        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFoldersAndDocumentsByPage2(
        self, *,
        Path: str | Clear,
        filterXml: str | etree._Element | Clear | None = ...,
        SortBy: str | Clear,
        AscendingOrder: bool,
    ) -> _Reply:
        """Folder & Document Listing; read; returns XML; null is the default of filterXml.

        Left out: filterXml (no filter).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folders_and_documents_by_page2(
        self, *,
        path: str | Clear,
        filter_xml: str | etree._Element | Clear | None = ...,
        sort_by: str | Clear,
        ascending_order: bool,
    ) -> _Reply:
        """Folder & Document Listing; read; returns XML; null is the default of filter_xml.

        Left out: filter_xml (no filter).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFoldersByPage(
        self, *,
        Path: str | Clear,
        FolderFilter: str | Clear | None = ...,
        PageNumber: int,
    ) -> _ReplyOfFolder:
        """Folder Management; read; returns XML; null is the default of FolderFilter.

        Left out: FolderFilter (no filter).
        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folders_by_page(
        self, *,
        path: str | Clear,
        folder_filter: str | Clear | None = ...,
        page_number: int,
    ) -> _ReplyOfFolder:
        """Folder Management; read; returns XML; null is the default of folder_filter.

        Left out: folder_filter (no filter).
        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetFoldersOwnedByUser(self, *, userName: str | Clear, startingRow: int, rowCount: int) -> _ReplyOfFolder:
        """Folder Management; read; returns XML."""
    def get_folders_owned_by_user(self, *, user_name: str | Clear, starting_row: int, row_count: int) -> _ReplyOfFolder:
        """Folder Management; read; returns XML."""
    def GetFolderStatistics(self, *, folderPath: str | Clear) -> _Reply:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def get_folder_statistics(self, *, folder_path: str | Clear) -> _Reply:
        """Folder Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def GetGeneralAppSettings(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_general_app_settings(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetGlobalGroups(self) -> _ReplyOfGroup:
        """User Group Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_global_groups(self) -> _ReplyOfGroup:
        """User Group Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetGroupMembershipsOfUser(self, *, userName: str | Clear) -> _ReplyOfGroup:
        """User Group Management; read; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def get_group_memberships_of_user(self, *, user_name: str | Clear) -> _ReplyOfGroup:
        """User Group Management; read; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def GetISOLogs(self, *, DocumentPath: str | Clear) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def get_iso_logs(self, *, document_path: str | Clear) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def GetISOReviewAssignmentsOfUser(
        self, *,
        userName: str | Clear,
        startingRow: int,
        rowCount: int,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def get_iso_review_assignments_of_user(
        self, *,
        user_name: str | Clear,
        starting_row: int,
        row_count: int,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def GetISOReviewDefinition(self, *, documentPath: str | Clear) -> _Reply:
        """ISO Review; read; returns XML."""
    def get_iso_review_definition(self, *, document_path: str | Clear) -> _Reply:
        """ISO Review; read; returns XML."""
    def GetLicenseInfo(self) -> _Reply:
        """Server & License Management; read; returns XML."""
    def get_license_info(self) -> _Reply:
        """Server & License Management; read; returns XML."""
    def GetLocalGroups(self, *, DomainName: str | Clear) -> _ReplyOfGroup:
        """User Group Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_local_groups(self, *, domain_name: str | Clear) -> _ReplyOfGroup:
        """User Group Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetLocalizedResources(self, *, resourceIds: str | Clear) -> _ReplyOfElement:
        """Miscellaneous; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_localized_resources(self, *, resource_ids: str | Clear) -> _ReplyOfElement:
        """Miscellaneous; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetLocalUsers(self, *, DomainName: str | Clear) -> _ReplyOfUser:
        """User Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_local_users(self, *, domain_name: str | Clear) -> _ReplyOfUser:
        """User Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetLogs(self, *, logType: str | Clear, logDate: str | Clear) -> _ReplyOfLogEntry:
        """Server & License Management; read; returns XML."""
    def get_logs(self, *, log_type: str | Clear, log_date: str | Clear) -> _ReplyOfLogEntry:
        """Server & License Management; read; returns XML."""
    def GetLogStatistics(self, *, logType: str | Clear) -> _ReplyOfElement:
        """Server & License Management; read; returns XML."""
    def get_log_statistics(self, *, log_type: str | Clear) -> _ReplyOfElement:
        """Server & License Management; read; returns XML."""
    def GetLogStatistics1(self, *, logType: str | Clear, lastNDays: int) -> _ReplyOfElement:
        """Server & License Management; read; returns XML."""
    def get_log_statistics1(self, *, log_type: str | Clear, last_n_days: int) -> _ReplyOfElement:
        """Server & License Management; read; returns XML."""
    def GetMaintenanceJobsStatus(self) -> _ReplyOfElement:
        """Server & License Management; read; returns XML."""
    def get_maintenance_jobs_status(self) -> _ReplyOfElement:
        """Server & License Management; read; returns XML."""
    def GetManagedDomainsByUser(self, *, userName: str | Clear | None = ...) -> _ReplyOfDomain:
        """Domain/Library Management; read; returns XML; null is the default of userName.

        Left out: userName (lists the caller's libraries).
        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def get_managed_domains_by_user(self, *, user_name: str | Clear | None = ...) -> _ReplyOfDomain:
        """Domain/Library Management; read; returns XML; null is the default of user_name.

        Left out: user_name (lists the caller's libraries).
        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def GetManagers(self, *, DomainName: str | Clear) -> _ReplyOfUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_managers(self, *, domain_name: str | Clear) -> _ReplyOfUser:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetMemberDomains(self) -> _ReplyOfDomain:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_member_domains(self) -> _ReplyOfDomain:
        """Domain/Library Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetMimeTypes(self) -> _ReplyOfElement:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_mime_types(self) -> _ReplyOfElement:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetMyDocumentsAndFolders(
        self, *,
        withrules: bool,
        withpropertysets: bool,
        withsecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_my_documents_and_folders(
        self, *,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Folder & Document Listing; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetNewDocumentsAndFoldersLog(
        self, *,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
        pathFilter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startDate, endDate, pathFilter.

        Left out: startDate (from the beginning), endDate (until now), pathFilter (everywhere).
        """
    def get_new_documents_and_folders_log(
        self, *,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
        path_filter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date, path_filter.

        Left out: start_date (from the beginning), end_date (until now), path_filter (everywhere).
        """
    def GetNextSearchPage(
        self, *,
        withrules: bool,
        withPropertySets: bool,
        withSecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Search; read; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired.
        """
    def get_next_search_page(
        self, *,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Search; read; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired.
        """
    def GetOwner(self, *, Path: str | Clear) -> _Reply:
        """Security & Access Control; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PathNotFound.
        """
    def get_owner(self, *, path: str | Clear) -> _Reply:
        """Security & Access Control; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PathNotFound.
        """
    def GetOwnershipChangeLog(
        self, *,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
        pathFilter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startDate, endDate, pathFilter.

        Left out: startDate (from the beginning), endDate (until now), pathFilter (everywhere).
        """
    def get_ownership_change_log(
        self, *,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
        path_filter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date, path_filter.

        Left out: start_date (from the beginning), end_date (until now), path_filter (everywhere).
        """
    def GetParentFolderIDs(self, *, FolderID: int) -> _Reply:
        """Folder Management; read; returns XML."""
    def get_parent_folder_ids(self, *, folder_id: int) -> _Reply:
        """Folder Management; read; returns XML."""
    def GetPreviousSearchPage(
        self, *,
        withrules: bool,
        withPropertySets: bool,
        withSecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Search; read; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired.
        """
    def get_previous_search_page(
        self, *,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Search; read; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired.
        """
    def GetPropertySetDefinition(self, *, PropertySetName: str | Clear) -> _Reply:
        """Property Sets; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PropertySetNotFound.
        """
    def get_property_set_definition(self, *, property_set_name: str | Clear) -> _Reply:
        """Property Sets; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PropertySetNotFound.
        """
    def GetPropertySetDefinitions(self) -> _ReplyOfPropertySet:
        """Property Sets; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_property_set_definitions(self) -> _ReplyOfPropertySet:
        """Property Sets; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetPropertySetDefinitions1(
        self, *,
        DomainNameFilter: str | Clear | None = ...,
        AppliesToDocuments: bool,
        AppliesToFolders: bool,
        AppliesToUsers: bool,
    ) -> _ReplyOfPropertySet:
        """Property Sets; read; returns XML; null is the default of DomainNameFilter.

        Left out: DomainNameFilter (no filter).
        """
    def get_property_set_definitions1(
        self, *,
        domain_name_filter: str | Clear | None = ...,
        applies_to_documents: bool,
        applies_to_folders: bool,
        applies_to_users: bool,
    ) -> _ReplyOfPropertySet:
        """Property Sets; read; returns XML; null is the default of domain_name_filter.

        Left out: domain_name_filter (no filter).
        """
    def GetPropertySetFieldOptions(
        self, *,
        PropertySetName: str | Clear,
        PropertyFieldName: str | Clear,
        OptionFilter: str | Clear | None = ...,
    ) -> _ReplyOfElement:
        """Property Sets; read; returns XML; null is the default of OptionFilter.

        Left out: OptionFilter (the whole list).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 PropertySetNotFound, 4200 ServiceError.
        """
    def get_property_set_field_options(
        self, *,
        property_set_name: str | Clear,
        property_field_name: str | Clear,
        option_filter: str | Clear | None = ...,
    ) -> _ReplyOfElement:
        """Property Sets; read; returns XML; null is the default of option_filter.

        Left out: option_filter (the whole list).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 PropertySetNotFound, 4200 ServiceError.
        """
    def GetPropertySets(self, *, Path: str | Clear) -> _ReplyOfPropertySet:
        """Property Sets; read; returns XML."""
    def get_property_sets(self, *, path: str | Clear) -> _ReplyOfPropertySet:
        """Property Sets; read; returns XML."""
    def GetPublishingRequirements(self, *, domainname: str | Clear) -> _ReplyOfElement:
        """Document Management; read; returns XML."""
    def get_publishing_requirements(self, *, domain_name: str | Clear) -> _ReplyOfElement:
        """Document Management; read; returns XML."""
    def GetRandDScheduleInfo(self, *, RDDefId: int) -> _Reply:
        """Retention & Disposition; read; returns XML."""
    def get_r_and_d_schedule_info(self, *, rd_def_id: int) -> _Reply:
        """Retention & Disposition; read; returns XML."""
    def GetRandDSchedules(self) -> _ReplyOfElement:
        """Retention & Disposition; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_r_and_d_schedules(self) -> _ReplyOfElement:
        """Retention & Disposition; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetRdFreezeLogs(self, *, path: str | Clear) -> _ReplyOfLogEntry:
        """Retention & Disposition; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def get_rd_freeze_logs(self, *, path: str | Clear) -> _ReplyOfLogEntry:
        """Retention & Disposition; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def GetRecentDocuments(
        self, *,
        withpropertysets: bool,
        withsecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def get_recent_documents(
        self, *,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocument:
        """Document Management; read; returns XML."""
    def GetRecycleBinContent(self) -> _ReplyOfDocumentFolder:
        """Recycle Bin; read; returns XML."""
    def get_recycle_bin_content(self) -> _ReplyOfDocumentFolder:
        """Recycle Bin; read; returns XML."""
    def GetRetentionSourceAuthorities(self) -> _ReplyOfElement:
        """Retention & Disposition; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_retention_source_authorities(self) -> _ReplyOfElement:
        """Retention & Disposition; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetSavedSearch(self, *, searchPageId: int) -> _Reply:
        """Search; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def get_saved_search(self, *, search_page_id: int) -> _Reply:
        """Search; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def GetSavedSearches(self, *, searchPageType: str | Clear | None = ...) -> _ReplyOfElement:
        """Search; read; returns XML; null is the default of searchPageType.

        Left out: searchPageType (both types).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def get_saved_searches(self, *, search_page_type: str | Clear | None = ...) -> _ReplyOfElement:
        """Search; read; returns XML; null is the default of search_page_type.

        Left out: search_page_type (both types).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def GetSecurityChangeLog(
        self, *,
        path: str | Clear,
        userName: str | Clear | None = ...,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of userName, startDate, endDate.

        Left out: userName (all users), startDate (from the beginning), endDate (until now).
        Errors by number: 4000 RequiredParameter, 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_security_change_log(
        self, *,
        path: str | Clear,
        user_name: str | Clear | None = ...,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of user_name, start_date, end_date.

        Left out: user_name (all users), start_date (from the beginning), end_date (until now).
        Errors by number: 4000 RequiredParameter, 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetSoxLogs(self, *, DocumentPath: str | Clear) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def get_sox_logs(self, *, document_path: str | Clear) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def GetSubFoldersCount(self, *, Path: str | Clear) -> _Reply:
        """Folder Management; read; returns XML."""
    def get_sub_folders_count(self, *, path: str | Clear) -> _Reply:
        """Folder Management; read; returns XML."""
    def GetSubscribedDocumentsByUser(
        self, *,
        userName: str | Clear,
        startingRow: int,
        rowCount: int,
    ) -> _ReplyOfDocument:
        """Subscription Management; read; returns XML."""
    def get_subscribed_documents_by_user(
        self, *,
        user_name: str | Clear,
        starting_row: int,
        row_count: int,
    ) -> _ReplyOfDocument:
        """Subscription Management; read; returns XML."""
    def GetSubscribedFoldersByUser(self, *, userName: str | Clear, startingRow: int, rowCount: int) -> _ReplyOfFolder:
        """Subscription Management; read; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def get_subscribed_folders_by_user(
        self, *,
        user_name: str | Clear,
        starting_row: int,
        row_count: int,
    ) -> _ReplyOfFolder:
        """Subscription Management; read; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def GetSubscribers(self, *, Path: str | Clear) -> _ReplyOfSubscription:
        """Subscription Management; read; returns XML."""
    def get_subscribers(self, *, path: str | Clear) -> _ReplyOfSubscription:
        """Subscription Management; read; returns XML."""
    def GetSubscriptions(
        self, *,
        withrules: bool,
        withpropertysets: bool,
        withsecurity: bool,
        withOwner: bool,
        withVersions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Subscription Management; read; returns XML."""
    def get_subscriptions(
        self, *,
        with_rules: bool,
        with_property_sets: bool,
        with_security: bool,
        with_owner: bool,
        with_versions: bool,
    ) -> _ReplyOfDocumentFolder:
        """Subscription Management; read; returns XML."""
    def GetSystemBehaviorSettings(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_system_behavior_settings(self) -> _Reply:
        """Application Settings & Configuration; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetSystemStatistics(self) -> _Reply:
        """Server & License Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_system_statistics(self) -> _Reply:
        """Server & License Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetTagDefinitions(self) -> _ReplyOfElement:
        """Tags; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_tag_definitions(self) -> _ReplyOfElement:
        """Tags; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    @deprecated("GetTagDefintions is obsolete")
    def GetTagDefintions(self) -> _ReplyOfElement:
        """Tags; read; returns XML; obsolete."""
    @deprecated("GetTagDefintions is obsolete")
    def get_tag_defintions(self) -> _ReplyOfElement:
        """Tags; read; returns XML; obsolete."""
    def GetTask(self, *, taskId: int) -> _Reply:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 TaskNotFound, 4010 SessionExpired.
        """
    def get_task(self, *, task_id: int) -> _Reply:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 TaskNotFound, 4010 SessionExpired.
        """
    def getTasks(
        self, *,
        xmlcriteria: str | etree._Element | Clear,
        SortBy: str | Clear,
        AscendingOrder: bool,
    ) -> _ReplyOfTask:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def get_tasks(
        self, *,
        xml_criteria: str | etree._Element | Clear,
        sort_by: str | Clear,
        ascending_order: bool,
    ) -> _ReplyOfTask:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def GetTasks1(
        self, *,
        xmlcriteria: str | etree._Element | Clear,
        startingRow: int,
        rowCount: int,
        SortBy: str | Clear,
        AscendingOrder: bool,
    ) -> _ReplyOfTask:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def get_tasks1(
        self, *,
        xml_criteria: str | etree._Element | Clear,
        starting_row: int,
        row_count: int,
        sort_by: str | Clear,
        ascending_order: bool,
    ) -> _ReplyOfTask:
        """Workflow Management; read; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def GetUser(self, *, UserName: str | Clear) -> _Reply:
        """User Management; read; returns XML; null is the default of UserName.

        Left out: UserName (gives the caller's own account).
        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def get_user(self, *, user_name: str | Clear) -> _Reply:
        """User Management; read; returns XML; null is the default of user_name.

        Left out: user_name (gives the caller's own account).
        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def GetUserFolderColumns(self, *, folderPath: str | Clear) -> _Reply:
        """User Interface Settings; read; returns XML.

        Errors by number: 4000 FolderNotFound, 4010 SessionExpired.
        """
    def get_user_folder_columns(self, *, folder_path: str | Clear) -> _Reply:
        """User Interface Settings; read; returns XML.

        Errors by number: 4000 FolderNotFound, 4010 SessionExpired.
        """
    def GetUserGroup(self, *, DomainName: str | Clear | None = ..., GroupName: str | Clear) -> _Reply:
        """User Group Management; read; returns XML; null is the default of DomainName.

        Left out: DomainName (stands for the global group, but measured servers fail with HTTP 500: use GetGlobalGroups).
        Errors by number: 4010 SessionExpired, 4041 GroupNotFound.
        """
    def get_user_group(self, *, domain_name: str | Clear | None = ..., group_name: str | Clear) -> _Reply:
        """User Group Management; read; returns XML; null is the default of domain_name.

        Left out: domain_name (stands for the global group, but measured servers fail with HTTP 500: use GetGlobalGroups).
        Errors by number: 4010 SessionExpired, 4041 GroupNotFound.
        """
    def GetUserGroupMembers(self, *, DomainName: str | Clear | None = ..., GroupName: str | Clear) -> _ReplyOfUser:
        """User Group Management; read; returns XML; null is the default of DomainName.

        Left out: DomainName (lists the global group by that name).
        Errors by number: 4010 SessionExpired, 4041 GroupNotFound.
        """
    def get_user_group_members(self, *, domain_name: str | Clear | None = ..., group_name: str | Clear) -> _ReplyOfUser:
        """User Group Management; read; returns XML; null is the default of domain_name.

        Left out: domain_name (lists the global group by that name).
        Errors by number: 4010 SessionExpired, 4041 GroupNotFound.
        """
    def GetUserGroupMembers1(
        self, *,
        DomainName: str | Clear | None = ...,
        GroupName: str | Clear,
        SortBy: int,
        SortAscending: bool,
        DetailMode: bool,
    ) -> _ReplyOfUser:
        """User Group Management; read; returns XML; null is the default of DomainName.

        Left out: DomainName (lists the global group by that name).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 GroupNotFound.
        """
    def get_user_group_members1(
        self, *,
        domain_name: str | Clear | None = ...,
        group_name: str | Clear,
        sort_by: int,
        sort_ascending: bool,
        detail_mode: bool,
    ) -> _ReplyOfUser:
        """User Group Management; read; returns XML; null is the default of domain_name.

        Left out: domain_name (lists the global group by that name).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 GroupNotFound.
        """
    def GetUsersTaskPerformance(self) -> _ReplyOfElement:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def get_users_task_performance(self) -> _ReplyOfElement:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired.
        """
    def GetUserStatistics(self, *, userName: str | Clear) -> _Reply:
        """User Management; read; returns XML.

        Errors by number: 4000 UserNotFound.
        """
    def get_user_statistics(self, *, user_name: str | Clear) -> _Reply:
        """User Management; read; returns XML.

        Errors by number: 4000 UserNotFound.
        """
    def GetUsersWorkflowRoles(self, *, userName: str | Clear) -> _ReplyOfElement:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def get_users_workflow_roles(self, *, user_name: str | Clear) -> _ReplyOfElement:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def GetUserTaskRedirectionsFrom(self, *, userName: str | Clear) -> _ReplyOfElement:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def get_user_task_redirections_from(self, *, user_name: str | Clear) -> _ReplyOfElement:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def GetUserTaskRedirectionTo(self, *, userName: str | Clear) -> _Reply:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 UserNotFound.
        """
    def get_user_task_redirection_to(self, *, user_name: str | Clear) -> _Reply:
        """Workflow Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4041 UserNotFound.
        """
    def GetUserViewLog(self, *, userName: str | Clear) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def get_user_view_log(self, *, user_name: str | Clear) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML."""
    def GetUserViewLog1(
        self, *,
        userName: str | Clear,
        startdate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startdate, endDate.

        Left out: startdate (from the beginning), endDate (until now).
        """
    def get_user_view_log1(
        self, *,
        user_name: str | Clear,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date.

        Left out: start_date (from the beginning), end_date (until now).
        """
    def GetUserViewLogLite(
        self, *,
        userName: str | Clear,
        startdate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
        startingRow: int,
        rowCount: int,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startdate, endDate.

        Left out: startdate (from the beginning), endDate (until now).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def get_user_view_log_lite(
        self, *,
        user_name: str | Clear,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
        starting_row: int,
        row_count: int,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date.

        Left out: start_date (from the beginning), end_date (until now).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def GetVersionCreateLog(
        self, *,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
        pathFilter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startDate, endDate, pathFilter.

        Left out: startDate (from the beginning), endDate (until now), pathFilter (everywhere).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_version_create_log(
        self, *,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
        path_filter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date, path_filter.

        Left out: start_date (from the beginning), end_date (until now), path_filter (everywhere).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetVersionDeleteLog(
        self, *,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
        pathFilter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of startDate, endDate, pathFilter.

        Left out: startDate (from the beginning), endDate (until now), pathFilter (everywhere).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_version_delete_log(
        self, *,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
        path_filter: str | Clear | None = ...,
    ) -> _ReplyOfLogEntry:
        """Audit Logs; read; returns XML; null is the default of start_date, end_date, path_filter.

        Left out: start_date (from the beginning), end_date (until now), path_filter (everywhere).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetVersionRendition(self, *, Path: str | Clear, VersionNumber: int, Rendition: str | Clear) -> _Reply:
        """Document Management; read; returns XML."""
    def get_version_rendition(self, *, path: str | Clear, version_number: int, rendition: str | Clear) -> _Reply:
        """Document Management; read; returns XML."""
    def GetVersionTextOnlyContent(self, *, Path: str | Clear, VersionNumber: int) -> _Reply:
        """Document Management; read; returns XML."""
    def get_version_text_only_content(self, *, path: str | Clear, version_number: int) -> _Reply:
        """Document Management; read; returns XML."""
    def GetWarehouseStatus(self) -> _ReplyOfElement:
        """Server & License Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_warehouse_status(self) -> _ReplyOfElement:
        """Server & License Management; read; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def GetWorkflowDefinitions(
        self, *,
        domainName: str | Clear | None = ...,
        activeWorkflowOnly: bool,
    ) -> _ReplyOfElement:
        """Workflow Management; read; returns XML; null is the default of domainName.

        Left out: domainName (all libraries).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 DomainNotFound.
        """
    def get_workflow_definitions(
        self, *,
        domain_name: str | Clear | None = ...,
        active_workflow_only: bool,
    ) -> _ReplyOfElement:
        """Workflow Management; read; returns XML; null is the default of domain_name.

        Left out: domain_name (all libraries).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 DomainNotFound.
        """
    def GetWorkflowStatistics(
        self, *,
        domainName: str | Clear,
        workflowName: str | Clear,
        startDate: dt.datetime | None = ...,
        endDate: dt.datetime | None = ...,
    ) -> _Reply:
        """Workflow Management; read; returns XML; null is the default of startDate, endDate.

        Left out: startDate (all time), endDate (all time).
        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def get_workflow_statistics(
        self, *,
        domain_name: str | Clear,
        workflow_name: str | Clear,
        start_date: dt.datetime | None = ...,
        end_date: dt.datetime | None = ...,
    ) -> _Reply:
        """Workflow Management; read; returns XML; null is the default of start_date, end_date.

        Left out: start_date (all time), end_date (all time).
        Errors by number: 4000 WorkflowNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def IsLockPossible(self, *, Path: str | Clear) -> _Answer:
        """Document Management; read; returns True or False."""
    def is_lock_possible(self, *, path: str | Clear) -> _Answer:
        """Document Management; read; returns True or False."""
    def isValidTicket(self) -> _Reply:
        """Authentication; auth; returns XML."""
    def is_valid_ticket(self) -> _Reply:
        """Authentication; auth; returns XML."""
    def Lock(self, *, Path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def lock(self, *, path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def LogOut(self) -> _Reply:
        """Authentication; auth; returns XML."""
    def log_out(self) -> _Reply:
        """Authentication; auth; returns XML."""
    def MaintenanceBeat(self) -> _Reply:
        """Miscellaneous; read; returns nothing."""
    def maintenance_beat(self) -> _Reply:
        """Miscellaneous; read; returns nothing."""
    def Move(self, *, SourcePath: str | Clear | None, DestinationPath: str | Clear | None) -> _Reply:
        """Folder Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists, 5000 ServerFault.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def move(self, *, source_path: str | Clear | None, destination_path: str | Clear | None) -> _Reply:
        """Folder Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists, 5000 ServerFault.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def PruneDocumentVersions(
        self, *,
        documentPath: str | Clear | None,
        keepPublished: int,
        keepUnpublished: int,
    ) -> _Reply:
        """Document Management; write; returns XML; destructive."""
    def prune_document_versions(
        self, *,
        document_path: str | Clear | None,
        keep_published: int,
        keep_unpublished: int,
    ) -> _Reply:
        """Document Management; write; returns XML; destructive."""
    def PublishDocument(self, *, DocumentPath: str | Clear | None, VersionNumber: int) -> _Reply:
        """Document Management; write; returns XML."""
    def publish_document(self, *, document_path: str | Clear | None, version_number: int) -> _Reply:
        """Document Management; write; returns XML."""
    def PurgeRecycleBinItem(self, *, ItemHandler: str | Clear | None) -> _Reply:
        """Recycle Bin; write; returns XML; destructive."""
    def purge_recycle_bin_item(self, *, item_handler: str | Clear | None) -> _Reply:
        """Recycle Bin; write; returns XML; destructive."""
    def ReassignTask(
        self, *,
        taskId: int,
        reassignTo: str | Clear | None,
        newDueDate: dt.datetime,
        newInstructions: str | Clear,
        sendTaskNotice: bool,
    ) -> _Reply:
        """Workflow Management; write; returns XML; the documentation contradicts itself about null for newInstructions.

        Left out: newInstructions (the old text, no text or a refusal: the page says all three).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4041 NotFound.
        """
    def reassign_task(
        self, *,
        task_id: int,
        reassign_to: str | Clear | None,
        new_due_date: dt.datetime,
        new_instructions: str | Clear,
        send_task_notice: bool,
    ) -> _Reply:
        """Workflow Management; write; returns XML; the documentation contradicts itself about null for new_instructions.

        Left out: new_instructions (the old text, no text or a refusal: the page says all three).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4041 NotFound.
        """
    def RegisterEmail(
        self, *,
        TargetPath: str | Clear | None,
        Senders: str | Clear | None,
        Recipients: str | Clear | None,
        CCAddress: str | Clear = ...,
        BCCAddress: str | Clear = ...,
        SentDate: dt.datetime,
        Subject: str | Clear = ...,
        header: str | Clear = ...,
        htmlBody: str | Clear = ...,
        textBody: str | Clear = ...,
        AttachmentHandlers: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of CCAddress, BCCAddress, Subject, header, htmlBody, textBody, AttachmentHandlers.

        Left out: CCAddress (none), BCCAddress (none), Subject (none), header (none), htmlBody (none), textBody (none), AttachmentHandlers (no attachments).
        """
    def register_email(
        self, *,
        target_path: str | Clear | None,
        senders: str | Clear | None,
        recipients: str | Clear | None,
        cc_address: str | Clear = ...,
        bcc_address: str | Clear = ...,
        sent_date: dt.datetime,
        subject: str | Clear = ...,
        header: str | Clear = ...,
        html_body: str | Clear = ...,
        text_body: str | Clear = ...,
        attachment_handlers: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of cc_address, bcc_address, subject, header, html_body, text_body, attachment_handlers.

        Left out: cc_address (none), bcc_address (none), subject (none), header (none), html_body (none), text_body (none), attachment_handlers (no attachments).
        """
    def RegisterEmail1(
        self, *,
        TargetPath: str | Clear | None,
        Senders: str | Clear | None,
        Recipients: str | Clear | None,
        CCAddress: str | Clear = ...,
        BCCAddress: str | Clear = ...,
        SentDate: dt.datetime,
        Subject: str | Clear = ...,
        header: str | Clear = ...,
        htmlBody: str | Clear = ...,
        textBody: str | Clear = ...,
        AttachmentHandlers: str | Clear = ...,
        keywords: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of CCAddress, BCCAddress, Subject, header, htmlBody, textBody, AttachmentHandlers, keywords.

        Left out: CCAddress (none), BCCAddress (none), Subject (none), header (none), htmlBody (none), textBody (none), AttachmentHandlers (no attachments), keywords (none).
        """
    def register_email1(
        self, *,
        target_path: str | Clear | None,
        senders: str | Clear | None,
        recipients: str | Clear | None,
        cc_address: str | Clear = ...,
        bcc_address: str | Clear = ...,
        sent_date: dt.datetime,
        subject: str | Clear = ...,
        header: str | Clear = ...,
        html_body: str | Clear = ...,
        text_body: str | Clear = ...,
        attachment_handlers: str | Clear = ...,
        keywords: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of cc_address, bcc_address, subject, header, html_body, text_body, attachment_handlers, keywords.

        Left out: cc_address (none), bcc_address (none), subject (none), header (none), html_body (none), text_body (none), attachment_handlers (no attachments), keywords (none).
        """
    def RegisterEmail2(
        self, *,
        FolderPath: str | Clear | None,
        EmailName: str | Clear | None,
        Senders: str | Clear | None,
        Recipients: str | Clear | None,
        CCAddress: str | Clear = ...,
        BCCAddress: str | Clear = ...,
        SentDate: dt.datetime,
        Subject: str | Clear = ...,
        header: str | Clear = ...,
        htmlBody: str | Clear = ...,
        textBody: str | Clear = ...,
        AttachmentHandlers: str | Clear = ...,
        keywords: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of CCAddress, BCCAddress, Subject, header, htmlBody, textBody, AttachmentHandlers, keywords.

        Left out: CCAddress (none), BCCAddress (none), Subject (none), header (none), htmlBody (none), textBody (none), AttachmentHandlers (no attachments), keywords (none).
        """
    def register_email2(
        self, *,
        folder_path: str | Clear | None,
        email_name: str | Clear | None,
        senders: str | Clear | None,
        recipients: str | Clear | None,
        cc_address: str | Clear = ...,
        bcc_address: str | Clear = ...,
        sent_date: dt.datetime,
        subject: str | Clear = ...,
        header: str | Clear = ...,
        html_body: str | Clear = ...,
        text_body: str | Clear = ...,
        attachment_handlers: str | Clear = ...,
        keywords: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of cc_address, bcc_address, subject, header, html_body, text_body, attachment_handlers, keywords.

        Left out: cc_address (none), bcc_address (none), subject (none), header (none), html_body (none), text_body (none), attachment_handlers (no attachments), keywords (none).
        """
    def RegisterEmail3(
        self, *,
        FolderPath: str | Clear | None,
        EmailName: str | Clear | None,
        parametersXml: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def register_email3(
        self, *,
        folder_path: str | Clear | None,
        email_name: str | Clear | None,
        parameters_xml: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def RemoveAllSubscriptions(self, *, userName: str | Clear | None) -> _Reply:
        """Subscription Management; write; returns XML; destructive.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def remove_all_subscriptions(self, *, user_name: str | Clear | None) -> _Reply:
        """Subscription Management; write; returns XML; destructive.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def RemoveAssociation(
        self, *,
        ItemPath: str | Clear | None,
        AssociationWith_ItemPath: str | Clear | None,
        IsReverseAssociation: bool,
    ) -> _Reply:
        """Document Associations; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def remove_association(
        self, *,
        item_path: str | Clear | None,
        association_with_item_path: str | Clear | None,
        is_reverse_association: bool,
    ) -> _Reply:
        """Document Associations; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def RemoveCurrentWorkflow(self, *, path: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def remove_current_workflow(self, *, path: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def RemoveDocumentCutoffDate(self, *, path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def remove_document_cutoff_date(self, *, path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def RemoveDocumentRandDSchedule(self, *, Path: str | Clear | None) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def remove_document_r_and_d_schedule(self, *, path: str | Clear | None) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def RemoveExpirationDate(self, *, documentPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def remove_expiration_date(self, *, document_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def RemoveFolderCutoffDate(
        self, *,
        path: str | Clear | None,
        includeSubFolders: bool,
        includeDocuments: bool,
    ) -> _Reply:
        """Folder Management; write; returns XML."""
    def remove_folder_cutoff_date(
        self, *,
        path: str | Clear | None,
        include_sub_folders: bool,
        include_documents: bool,
    ) -> _Reply:
        """Folder Management; write; returns XML."""
    def RemoveFolderRandDSchedule(
        self, *,
        Path: str | Clear | None,
        includeFolders: bool,
        includeDocuments: bool,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def remove_folder_r_and_d_schedule(
        self, *,
        path: str | Clear | None,
        include_folders: bool,
        include_documents: bool,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        """
    def RemoveFromDownloadQueue(self, *, itemPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PathNotFound.
        """
    def remove_from_download_queue(self, *, item_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PathNotFound.
        """
    def RemoveFromFavorites(self, *, itemPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PathNotFound.
        """
    def remove_from_favorites(self, *, item_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PathNotFound.
        """
    def RemoveISOReviewDefinition(self, *, documentPath: str | Clear | None) -> _Reply:
        """ISO Review; write; returns XML; destructive."""
    def remove_iso_review_definition(self, *, document_path: str | Clear | None) -> _Reply:
        """ISO Review; write; returns XML; destructive."""
    def RemoveManagerFromDomain(self, *, DomainName: str | Clear | None, UserName: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def remove_manager_from_domain(self, *, domain_name: str | Clear | None, user_name: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def RemoveTagFromDocument(
        self, *,
        path: str | Clear | None,
        tagText: str | Clear | None,
        tagDate: dt.datetime,
        taggedBy: int,
        versionNumber: int,
    ) -> _Reply:
        """Tags; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def remove_tag_from_document(
        self, *,
        path: str | Clear | None,
        tag_text: str | Clear | None,
        tag_date: dt.datetime,
        tagged_by: int,
        version_number: int,
    ) -> _Reply:
        """Tags; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def RemoveUserFromDocumentSubscribers(
        self, *,
        DocumentPath: str | Clear | None,
        UserName: str | Clear | None,
    ) -> _Reply:
        """Subscription Management; write; returns XML."""
    def remove_user_from_document_subscribers(
        self, *,
        document_path: str | Clear | None,
        user_name: str | Clear | None,
    ) -> _Reply:
        """Subscription Management; write; returns XML."""
    def RemoveUserFromDomainMembership(self, *, DomainName: str | Clear | None, Username: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def remove_user_from_domain_membership(
        self, *,
        domain_name: str | Clear | None,
        username: str | Clear | None,
    ) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def RemoveUserFromFolderSubscribers(
        self, *,
        FolderPath: str | Clear | None,
        UserName: str | Clear | None,
        IncludeSubObjects: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def remove_user_from_folder_subscribers(
        self, *,
        folder_path: str | Clear | None,
        user_name: str | Clear | None,
        include_sub_objects: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def RemoveUsergroupFromDocumentSubscribers(
        self, *,
        DocumentPath: str | Clear | None,
        groupName: str | Clear | None,
    ) -> _Reply:
        """Subscription Management; write; returns XML."""
    def remove_user_group_from_document_subscribers(
        self, *,
        document_path: str | Clear | None,
        group_name: str | Clear | None,
    ) -> _Reply:
        """Subscription Management; write; returns XML."""
    def RemoveUserGroupFromDomainMembership(
        self, *,
        DomainName: str | Clear | None,
        GroupName: str | Clear | None,
    ) -> _Reply:
        """User Group Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def remove_user_group_from_domain_membership(
        self, *,
        domain_name: str | Clear | None,
        group_name: str | Clear | None,
    ) -> _Reply:
        """User Group Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def RemoveUsergroupFromFolderSubscribers(
        self, *,
        FolderPath: str | Clear | None,
        groupName: str | Clear | None,
        IncludeSubObjects: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML."""
    def remove_user_group_from_folder_subscribers(
        self, *,
        folder_path: str | Clear | None,
        group_name: str | Clear | None,
        include_sub_objects: bool,
    ) -> _Reply:
        """Subscription Management; write; returns XML."""
    def RemoveUsergroupMember(
        self, *,
        DomainName: str | Clear,
        GroupName: str | Clear | None,
        UserName: str | Clear | None,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of DomainName.

        Left out: DomainName (acts on the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def remove_user_group_member(
        self, *,
        domain_name: str | Clear,
        group_name: str | Clear | None,
        user_name: str | Clear | None,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of domain_name.

        Left out: domain_name (acts on the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def RemoveUserTaskRedirection(self, *, userName: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def remove_user_task_redirection(self, *, user_name: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def RemoveWorkflowAttachment(self, *, taskId: int, documentPath: str | Clear | None, versionNumber: int) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 TaskNotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def remove_workflow_attachment(
        self, *,
        task_id: int,
        document_path: str | Clear | None,
        version_number: int,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 TaskNotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def RenewTicket(
        self, *,
        UID: str | Clear | None,
        PWD: str | Clear | None,
        Lang: str | Clear = ...,
        OldTicket: str | Clear = ...,
    ) -> _Reply:
        """Authentication; auth; returns XML; null is the default of Lang, OldTicket.

        Left out: Lang (the language of the user's profile), OldTicket (the ticket of the cookie if there is one, else a new session).
        """
    def renew_ticket(
        self, *,
        uid: str | Clear | None,
        pwd: str | Clear | None,
        lang: str | Clear = ...,
        old_ticket: str | Clear = ...,
    ) -> _Reply:
        """Authentication; auth; returns XML; null is the default of lang, old_ticket.

        Left out: lang (the language of the user's profile), old_ticket (the ticket of the cookie if there is one, else a new session).
        """
    def RerouteUserTaskRedirection(
        self, *,
        userName: str | Clear | None,
        redirectTasksToUser: str | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def reroute_user_task_redirection(
        self, *,
        user_name: str | Clear | None,
        redirect_tasks_to_user: str | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def RestoreRecycleBinItem(self, *, ItemHandler: str | Clear | None, RestorePath: str | Clear = ...) -> _Reply:
        """Recycle Bin; write; returns XML; null is the default of RestorePath.

        Left out: RestorePath (back to its original folder).
        """
    def restore_recycle_bin_item(self, *, item_handler: str | Clear | None, restore_path: str | Clear = ...) -> _Reply:
        """Recycle Bin; write; returns XML; null is the default of restore_path.

        Left out: restore_path (back to its original folder).
        """
    def SaveFilledForm(
        self, *,
        path: str | Clear | None,
        templatePath: str | Clear | None,
        xmlContent: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists, 5000 ServerFault.
        """
    def save_filled_form(
        self, *,
        path: str | Clear | None,
        template_path: str | Clear | None,
        xml_content: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists, 5000 ServerFault.
        """
    def Search(self, *, xmlcriteria: str | etree._Element | Clear, SortBy: str | Clear, AscendingOrder: bool) -> _Reply:
        """Search; read; returns XML; the documentation contradicts itself about null for xmlcriteria, SortBy.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 PropertySetNotFound.
        """
    def search(
        self, *,
        xml_criteria: str | etree._Element | Clear,
        sort_by: str | Clear,
        ascending_order: bool,
    ) -> _Reply:
        """Search; read; returns XML; the documentation contradicts itself about null for xml_criteria, sort_by.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 PropertySetNotFound.
        """
    def SearchRecycledItems(
        self, *,
        objectName: str | Clear | None = ...,
        dateDeletedMinDate: dt.datetime | None = ...,
        dateDeletedMaxDate: dt.datetime | None = ...,
        minSize: int | None = ...,
        maxSize: int | None = ...,
        deletedByUsername: str | Clear | None = ...,
    ) -> _ReplyOfDocumentFolder:
        """Recycle Bin; read; returns XML; null is the default of objectName, dateDeletedMinDate, dateDeletedMaxDate, minSize, maxSize, deletedByUsername.

        Left out: objectName (no filter), dateDeletedMinDate (no filter), dateDeletedMaxDate (no filter), minSize (no filter), maxSize (no filter), deletedByUsername (no filter).
        """
    def search_recycled_items(
        self, *,
        object_name: str | Clear | None = ...,
        date_deleted_min_date: dt.datetime | None = ...,
        date_deleted_max_date: dt.datetime | None = ...,
        min_size: int | None = ...,
        max_size: int | None = ...,
        deleted_by_username: str | Clear | None = ...,
    ) -> _ReplyOfDocumentFolder:
        """Recycle Bin; read; returns XML; null is the default of object_name, date_deleted_min_date, date_deleted_max_date, min_size, max_size, deleted_by_username.

        Left out: object_name (no filter), date_deleted_min_date (no filter), date_deleted_max_date (no filter), min_size (no filter), max_size (no filter), deleted_by_username (no filter).
        """
    def SendEmail(
        self, *,
        recipients: str | Clear | None,
        subject: str | Clear | None,
        body: str | Clear | None = ...,
        itemPaths: str | Clear | None,
    ) -> _Reply:
        """Notifications & Distribution; write; returns XML."""
    def send_email(
        self, *,
        recipients: str | Clear | None,
        subject: str | Clear | None,
        body: str | Clear | None = ...,
        item_paths: str | Clear | None,
    ) -> _Reply:
        """Notifications & Distribution; write; returns XML."""
    def SendWelcomeEmailForUser(self, *, userName: str | Clear | None) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def send_welcome_email_for_user(self, *, user_name: str | Clear | None) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired, 4030 AccessDenied.
        """
    def ServerInfo(self) -> _Reply:
        """Server & License Management; read; returns XML."""
    def server_info(self) -> _Reply:
        """Server & License Management; read; returns XML."""
    @deprecated("ServerSideImport is obsolete")
    def ServerSideImport(
        self, *,
        AuthenticationTicket: str | Clear | None,
        BaseServerSidePath: str | Clear | None,
        Items: str | Clear | None,
        TargetIRPath: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML; obsolete."""
    @deprecated("ServerSideImport is obsolete")
    def server_side_import(
        self, *,
        authentication_ticket: str | Clear | None,
        base_server_side_path: str | Clear | None,
        items: str | Clear | None,
        target_ir_path: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML; obsolete."""
    def SetAccessList(
        self, *,
        Path: str | Clear | None,
        AccessListXML: str | etree._Element | Clear | None,
        ApplyToTree: bool,
    ) -> _Reply:
        """Security & Access Control; write; returns XML; destructive.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def set_access_list(
        self, *,
        path: str | Clear | None,
        access_list_xml: str | etree._Element | Clear | None,
        apply_to_tree: bool,
    ) -> _Reply:
        """Security & Access Control; write; returns XML; destructive.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def SetAuthenticationAndPasswordPolicy(self, *, settingsXml: str | etree._Element | Clear | None) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def set_authentication_and_password_policy(self, *, settings_xml: str | etree._Element | Clear | None) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def SetClassificationLevel(
        self, *,
        Path: str | Clear | None,
        ClassificationLevel: int,
        DowngradeOn: dt.datetime | Clear,
        DeclassifyOn: dt.datetime | Clear,
        ReasonForAction: str | Clear | None = ...,
        Agency: str | Clear | None = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null clears DowngradeOn, DeclassifyOn.

        Left out: DowngradeOn (removes the date), DeclassifyOn (removes the date).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def set_classification_level(
        self, *,
        path: str | Clear | None,
        classification_level: int,
        downgrade_on: dt.datetime | Clear,
        declassify_on: dt.datetime | Clear,
        reason_for_action: str | Clear | None = ...,
        agency: str | Clear | None = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null clears downgrade_on, declassify_on.

        Left out: downgrade_on (removes the date), declassify_on (removes the date).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def SetDefaultFolderColumns(self, *, columnNames: str | Clear | None) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def set_default_folder_columns(self, *, column_names: str | Clear | None) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def SetDocumentCompletionStatus(
        self, *,
        Path: str | Clear | None,
        PercentComplete: int,
        CompletionDate: dt.datetime,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of CompletionDate.

        Left out: CompletionDate (today at 100 percent; below that the date is cleared).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def set_document_completion_status(
        self, *,
        path: str | Clear | None,
        percent_complete: int,
        completion_date: dt.datetime,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of completion_date.

        Left out: completion_date (today at 100 percent; below that the date is cleared).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 DocumentNotFound.
        """
    def SetDocumentCutoffDate(self, *, path: str | Clear | None, cutoffDate: dt.datetime) -> _Reply:
        """Document Management; write; returns XML; null clears cutoffDate.

        Left out: cutoffDate (removes the cutoff date).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def set_document_cutoff_date(self, *, path: str | Clear | None, cutoff_date: dt.datetime) -> _Reply:
        """Document Management; write; returns XML; null clears cutoff_date.

        Left out: cutoff_date (removes the cutoff date).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def SetDocumentImportance(self, *, Path: str | Clear | None, Importance: int) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound, 5000 ServerFault.
        """
    def set_document_importance(self, *, path: str | Clear | None, importance: int) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 DocumentNotFound, 5000 ServerFault.
        """
    def SetDocumentPublishingRule(
        self, *,
        documentPath: str | Clear | None,
        publishingRule: str | Clear | None,
        publishedVersionNumber: int,
        releaseTag: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def set_document_publishing_rule(
        self, *,
        document_path: str | Clear | None,
        publishing_rule: str | Clear | None,
        published_version_number: int,
        release_tag: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def SetDocumentRandDSchedule(self, *, Path: str | Clear | None, RDDefId: int) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Left out: RDDefId (takes the schedule off: a server reads 0).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    def set_document_r_and_d_schedule(self, *, path: str | Clear | None, rd_def_id: int) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Left out: rd_def_id (takes the schedule off: a server reads 0).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound.
        """
    @deprecated("SetDocumentRetention is obsolete")
    def SetDocumentRetention(
        self, *,
        Path: str | Clear | None,
        RetentionStatus: int,
        RetainUntil: dt.datetime,
    ) -> _Reply:
        """Document Management; write; returns XML; obsolete.

        Errors by number: 4000 Obsolete.
        """
    @deprecated("SetDocumentRetention is obsolete")
    def set_document_retention(
        self, *,
        path: str | Clear | None,
        retention_status: int,
        retain_until: dt.datetime,
    ) -> _Reply:
        """Document Management; write; returns XML; obsolete.

        Errors by number: 4000 Obsolete.
        """
    def SetDocumentSummary(self, *, path: str | Clear | None, versionNumber: int, summary: str | Clear) -> _Reply:
        """Document Management; write; returns XML; null clears summary.

        Left out: summary (clears the summary).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def set_document_summary(self, *, path: str | Clear | None, version_number: int, summary: str | Clear) -> _Reply:
        """Document Management; write; returns XML; null clears summary.

        Left out: summary (clears the summary).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def SetDocumentTextOnlyContent(self, *, Path: str | Clear | None, ContentText: str | Clear) -> _Reply:
        """Document Management; write; returns XML; null clears ContentText.

        Left out: ContentText (clears the text).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def set_document_text_only_content(self, *, path: str | Clear | None, content_text: str | Clear) -> _Reply:
        """Document Management; write; returns XML; null clears content_text.

        Left out: content_text (clears the text).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def SetDomainPolicies(
        self, *,
        domainName: str | Clear | None,
        xmlPolicies: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def set_domain_policies(
        self, *,
        domain_name: str | Clear | None,
        xml_policies: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Domain/Library Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def SetEmailAndNotificationSettings(self, *, settingsXml: str | etree._Element | Clear | None) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def set_email_and_notification_settings(self, *, settings_xml: str | etree._Element | Clear | None) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired.
        """
    def SetExpirationDate(
        self, *,
        documentPath: str | Clear | None,
        expirationDate: dt.datetime,
        notificationAgentId: int,
        notifyBeforeDays: int,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def set_expiration_date(
        self, *,
        document_path: str | Clear | None,
        expiration_date: dt.datetime,
        notification_agent_id: int,
        notify_before_days: int,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def SetFolderAIPreferences(
        self, *,
        Path: str | Clear | None,
        xmlPreferences: str | etree._Element | None,
    ) -> _Reply:
        """Folder Management; write; returns XML."""
    def set_folder_ai_preferences(
        self, *,
        path: str | Clear | None,
        xml_preferences: str | etree._Element | None,
    ) -> _Reply:
        """Folder Management; write; returns XML."""
    def SetFolderCutoffDate(
        self, *,
        path: str | Clear | None,
        cutoffDate: dt.datetime,
        includeSubFolders: bool,
        includeDocuments: bool,
    ) -> _Reply:
        """Folder Management; write; returns XML."""
    def set_folder_cutoff_date(
        self, *,
        path: str | Clear | None,
        cutoff_date: dt.datetime,
        include_sub_folders: bool,
        include_documents: bool,
    ) -> _Reply:
        """Folder Management; write; returns XML."""
    def SetFolderRandDSchedule(
        self, *,
        Path: str | Clear | None,
        RDDefId: int,
        includeFolders: bool,
        includeDocuments: bool,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def set_folder_r_and_d_schedule(
        self, *,
        path: str | Clear | None,
        rd_def_id: int,
        include_folders: bool,
        include_documents: bool,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def SetFolderRules(
        self, *,
        Path: str | Clear | None,
        xmlRules: str | etree._Element | None,
        ApplyToTree: bool,
    ) -> _Reply:
        """Folder Management; write; returns XML."""
    def set_folder_rules(
        self, *,
        path: str | Clear | None,
        xml_rules: str | etree._Element | None,
        apply_to_tree: bool,
    ) -> _Reply:
        """Folder Management; write; returns XML."""
    def SetGeneralAppSettings(self, *, settingsXml: str | etree._Element) -> _Reply:
        """Application Settings & Configuration; write; returns XML; destructive.

        Left out: settingsXml (without HolidayList all holidays are deleted; what else is left out returns to its default).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def set_general_app_settings(self, *, settings_xml: str | etree._Element) -> _Reply:
        """Application Settings & Configuration; write; returns XML; destructive.

        Left out: settings_xml (without HolidayList all holidays are deleted; what else is left out returns to its default).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def SetISOReviewDefinition(
        self, *,
        documentPath: str | Clear | None,
        xmlParameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """ISO Review; write; returns XML."""
    def set_iso_review_definition(
        self, *,
        document_path: str | Clear | None,
        xml_parameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """ISO Review; write; returns XML."""
    def SetOwner(self, *, Path: str | Clear | None, NewOwnerUserName: str | Clear | None, ApplytoTree: bool) -> _Reply:
        """Security & Access Control; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        Beware: success is false with MultiStatus, which may be a success: read back the changes.
        """
    def set_owner(
        self, *,
        path: str | Clear | None,
        new_owner_user_name: str | Clear | None,
        apply_to_tree: bool,
    ) -> _Reply:
        """Security & Access Control; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound.
        Beware: success is false with MultiStatus, which may be a success: read back the changes.
        """
    def SetPropertySetLookupFieldParametersForMYSQL(
        self, *,
        PropertySetName: str | Clear | None,
        FieldName: str | Clear | None,
        MYSQL_ServerName: str | Clear | None,
        MYSQL_PortNumber: str | Clear | None,
        MYSQL_UserName: str | Clear | None,
        MYSQL_Password: str | Clear | None,
        MYSQL_DataBasename: str | Clear | None,
        sqlSentence: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 PropertySetNotFound, 4200 ServiceError.
        """
    def set_property_set_lookup_field_parameters_for_mysql(
        self, *,
        property_set_name: str | Clear | None,
        field_name: str | Clear | None,
        mysql_server_name: str | Clear | None,
        mysql_port_number: str | Clear | None,
        mysql_user_name: str | Clear | None,
        mysql_password: str | Clear | None,
        mysql_database_name: str | Clear | None,
        sql_sentence: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 PropertySetNotFound, 4200 ServiceError.
        """
    def SetPropertySetLookupFieldParametersForORACLE(
        self, *,
        PropertySetName: str | Clear | None,
        FieldName: str | Clear | None,
        ORACLE_ServiceName: str | Clear | None,
        ORACLE_UserName: str | Clear | None,
        ORACLE_Password: str | Clear | None,
        sqlSentence: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PropertySetNotFound, 4200 ServiceError.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def set_property_set_lookup_field_parameters_for_oracle(
        self, *,
        property_set_name: str | Clear | None,
        field_name: str | Clear | None,
        oracle_service_name: str | Clear | None,
        oracle_user_name: str | Clear | None,
        oracle_password: str | Clear | None,
        sql_sentence: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 PropertySetNotFound, 4200 ServiceError.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def SetPropertySetLookupFieldParametersForSQLServer(
        self, *,
        PropertySetName: str | Clear | None,
        FieldName: str | Clear | None,
        SQLSERVER_ServerName: str | Clear | None,
        SQLSERVER_UserName: str | Clear | None,
        SQLSERVER_Password: str | Clear | None,
        SQLSERVER_DataBasename: str | Clear | None,
        sqlSentence: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 PropertySetNotFound, 4200 ServiceError.
        """
    def set_property_set_lookup_field_parameters_for_sql_server(
        self, *,
        property_set_name: str | Clear | None,
        field_name: str | Clear | None,
        sqlserver_server_name: str | Clear | None,
        sqlserver_user_name: str | Clear | None,
        sqlserver_password: str | Clear | None,
        sqlserver_database_name: str | Clear | None,
        sql_sentence: str | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 PropertySetNotFound, 4200 ServiceError.
        """
    def SetRdFreezeFlag(
        self, *,
        path: str | Clear | None,
        rdFreezeFlag: bool,
        actionComment: str | Clear = ...,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML; null is the default of actionComment.

        Left out: actionComment (no comment).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def set_rd_freeze_flag(
        self, *,
        path: str | Clear | None,
        rd_freeze_flag: bool,
        action_comment: str | Clear = ...,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML; null is the default of action_comment.

        Left out: action_comment (no comment).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def SetSystemBehaviorSettings(self, *, settingsXml: str | etree._Element | Clear | None) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def set_system_behavior_settings(self, *, settings_xml: str | etree._Element | Clear | None) -> _Reply:
        """Application Settings & Configuration; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def SetTagToDocument(self, *, path: str | Clear | None, tagText: str | Clear | None) -> _Reply:
        """Tags; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def set_tag_to_document(self, *, path: str | Clear | None, tag_text: str | Clear | None) -> _Reply:
        """Tags; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def SetTaskApprovalStatus(self, *, taskId: int, approvalDecision: int) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def set_task_approval_status(self, *, task_id: int, approval_decision: int) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied.
        """
    def SetTaskComment(self, *, taskId: int, comments: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def set_task_comment(self, *, task_id: int, comments: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def SetTaskPriority(self, *, taskId: int, taskPriority: int) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def set_task_priority(self, *, task_id: int, task_priority: int) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def SetUserFolderColumns(
        self, *,
        folderPath: str | Clear | None,
        columnNames: str | Clear | None,
        propertySetId: int,
        sortBy: str | Clear | None,
        sortVector: str | Clear | None,
        sortByPropertySetId: int,
        sortByPropertySetColumnName: str | Clear | None,
    ) -> _Reply:
        """User Interface Settings; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def set_user_folder_columns(
        self, *,
        folder_path: str | Clear | None,
        column_names: str | Clear | None,
        property_set_id: int,
        sort_by: str | Clear | None,
        sort_vector: str | Clear | None,
        sort_by_property_set_id: int,
        sort_by_property_set_column_name: str | Clear | None,
    ) -> _Reply:
        """User Interface Settings; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 FolderNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def SetUserTaskRedirection(
        self, *,
        userName: str | Clear | None,
        redirectTasksToUser: str | Clear | None,
        startOn: dt.datetime,
        endOn: dt.datetime,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Left out: endOn (refused, although the page calls it optional).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def set_user_task_redirection(
        self, *,
        user_name: str | Clear | None,
        redirect_tasks_to_user: str | Clear | None,
        start_on: dt.datetime,
        end_on: dt.datetime,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Left out: end_on (refused, although the page calls it optional).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def SetVersionTextOnlyContent(
        self, *,
        Path: str | Clear | None,
        VersionNumber: int,
        ContentText: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def set_version_text_only_content(
        self, *,
        path: str | Clear | None,
        version_number: int,
        content_text: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def StopCurrentWorkflow(self, *, path: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def stop_current_workflow(self, *, path: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML; destructive.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def SubmitDocumentToFlow(self, *, Path: str | Clear | None, FlowDefID: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def submit_document_to_flow(self, *, path: str | Clear | None, flow_def_id: str | Clear | None) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def SubmitDocumentToFlow1(
        self, *,
        Path: str | Clear | None,
        FlowDefID: int,
        StepPlayerIDs: str | Clear = ...,
        StepGroupIDs: str | Clear = ...,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of StepPlayerIDs, StepGroupIDs.

        Left out: StepPlayerIDs (the users of the definition), StepGroupIDs (the groups of the definition).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def submit_document_to_flow1(
        self, *,
        path: str | Clear | None,
        flow_def_id: int,
        step_player_ids: str | Clear = ...,
        step_group_ids: str | Clear = ...,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null is the default of step_player_ids, step_group_ids.

        Left out: step_player_ids (the users of the definition), step_group_ids (the groups of the definition).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound.
        """
    def TestTaskCompletion(self, *, taskId: int, exceptTaskComments: bool) -> _Answer:
        """Workflow Management; read; returns True or False.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied.
        """
    def test_task_completion(self, *, task_id: int, except_task_comments: bool) -> _Answer:
        """Workflow Management; read; returns True or False.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied.
        """
    def TransferUserCheckedOutDocuments(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def transfer_user_checked_out_documents(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def TransferUserDocumentOwnerships(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def transfer_user_document_ownerships(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def TransferUserDocumentSubscriptions(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def transfer_user_document_subscriptions(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def TransferUserDomainManagerRoles(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def transfer_user_domain_manager_roles(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def TransferUserDomainMemberships(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def transfer_user_domain_memberships(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def TransferUserExpirationNotices(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def transfer_user_expiration_notices(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def TransferUserFolderOwnerships(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def transfer_user_folder_ownerships(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def TransferUserFolderSubscriptions(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def transfer_user_folder_subscriptions(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def TransferUserGroupMemberships(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def transfer_user_group_memberships(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML."""
    def TransferUserISOTasks(self, *, FromUserName: str | Clear | None, ToUserName: str | Clear | None) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def transfer_user_iso_tasks(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def TransferUserSecurityPermissions(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def transfer_user_security_permissions(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def TransferUserTasks(self, *, FromUserName: str | Clear | None, ToUserName: str | Clear | None) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def transfer_user_tasks(self, *, from_user_name: str | Clear | None, to_user_name: str | Clear | None) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def TransferUserWorkflowDefinitions(
        self, *,
        FromUserName: str | Clear | None,
        ToUserName: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def transfer_user_workflow_definitions(
        self, *,
        from_user_name: str | Clear | None,
        to_user_name: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML; destructive."""
    def UnarchiveDomain(self, *, DomainName: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML."""
    def unarchive_domain(self, *, domain_name: str | Clear | None) -> _Reply:
        """Domain/Library Management; write; returns XML."""
    def UnLock(self, *, Path: str | Clear | None, force: bool) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def unlock(self, *, path: str | Clear | None, force: bool) -> _Reply:
        """Document Management; write; returns XML; destructive.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        """
    def UnpublishDocument(self, *, documentPath: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def unpublish_document(self, *, document_path: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def UpdateApplicationLicense(self, *, licenseText: str | etree._Element | Clear | None) -> _Reply:
        """Server & License Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def update_application_license(self, *, license_text: str | etree._Element | Clear | None) -> _Reply:
        """Server & License Management; write; returns XML; destructive.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied.
        """
    def UpdateDocumentKeywords(self, *, Path: str | Clear | None, Keywords: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def update_document_keywords(self, *, path: str | Clear | None, keywords: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def UpdateDocumentProperties(
        self, *,
        Path: str | Clear | None,
        NewDocumentName: str | Clear,
        NewDescription: str | Clear,
        NewUpdateInstructions: str | Clear,
    ) -> _Reply:
        """Document Management; write; returns XML; the documentation contradicts itself about null for NewDocumentName, NewDescription, NewUpdateInstructions.

        Left out: NewDocumentName (kept by this page, refused as empty by that of UpdateDocumentProperties2), NewDescription (kept by this page, cleared by that of UpdateDocumentProperties2), NewUpdateInstructions (kept by this page, cleared by that of UpdateDocumentProperties2).
        """
    def update_document_properties(
        self, *,
        path: str | Clear | None,
        new_document_name: str | Clear,
        new_description: str | Clear,
        new_update_instructions: str | Clear,
    ) -> _Reply:
        """Document Management; write; returns XML; the documentation contradicts itself about null for new_document_name, new_description, new_update_instructions.

        Left out: new_document_name (kept by this page, refused as empty by that of UpdateDocumentProperties2), new_description (kept by this page, cleared by that of UpdateDocumentProperties2), new_update_instructions (kept by this page, cleared by that of UpdateDocumentProperties2).
        """
    def UpdateDocumentProperties1(
        self, *,
        Path: str | Clear | None,
        NewDocumentName: str | Clear,
        NewDescription: str | Clear,
        NewUpdateInstructions: str | Clear,
        NewDocumentSource: str | Clear,
        NewDocumentLanguage: str | Clear,
        NewDocumentAuthor: str | Clear,
    ) -> _Reply:
        """Document Management; write; returns XML; the documentation contradicts itself about null for NewDocumentName, NewDescription, NewUpdateInstructions, NewDocumentSource, NewDocumentLanguage, NewDocumentAuthor.

        Left out: NewDocumentName (kept by this page, refused as empty by that of UpdateDocumentProperties2), NewDescription (kept by this page, cleared by that of UpdateDocumentProperties2), NewUpdateInstructions (kept by this page, cleared by that of UpdateDocumentProperties2), NewDocumentSource (kept by this page, cleared by that of UpdateDocumentProperties2), NewDocumentLanguage (kept by this page, cleared by that of UpdateDocumentProperties2), NewDocumentAuthor (kept by this page, cleared by that of UpdateDocumentProperties2).
        """
    def update_document_properties1(
        self, *,
        path: str | Clear | None,
        new_document_name: str | Clear,
        new_description: str | Clear,
        new_update_instructions: str | Clear,
        new_document_source: str | Clear,
        new_document_language: str | Clear,
        new_document_author: str | Clear,
    ) -> _Reply:
        """Document Management; write; returns XML; the documentation contradicts itself about null for new_document_name, new_description, new_update_instructions, new_document_source, new_document_language, new_document_author.

        Left out: new_document_name (kept by this page, refused as empty by that of UpdateDocumentProperties2), new_description (kept by this page, cleared by that of UpdateDocumentProperties2), new_update_instructions (kept by this page, cleared by that of UpdateDocumentProperties2), new_document_source (kept by this page, cleared by that of UpdateDocumentProperties2), new_document_language (kept by this page, cleared by that of UpdateDocumentProperties2), new_document_author (kept by this page, cleared by that of UpdateDocumentProperties2).
        """
    def UpdateDocumentProperties2(
        self, *,
        path: str | Clear | None,
        newDocumentName: str | Clear,
        newDescription: str | Clear,
        newUpdateInstructions: str | Clear,
        newDocumentSource: str | Clear,
        newDocumentLanguage: str | Clear,
        newDocumentAuthor: str | Clear,
        importance: int | Keep | None = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null keeps importance; the documentation contradicts itself about null for newDocumentName, newDescription, newUpdateInstructions, newDocumentSource, newDocumentLanguage, newDocumentAuthor.

        Left out: newDocumentName (kept by one part of the page, refused as empty by another), newDescription (kept by one part of the page, cleared by another), newUpdateInstructions (kept by one part of the page, cleared by another), newDocumentSource (kept by one part of the page, cleared by another), newDocumentLanguage (kept by one part of the page, cleared by another), newDocumentAuthor (kept by one part of the page, cleared by another), importance (kept).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound, 4090 AlreadyExists.
        """
    def update_document_properties2(
        self, *,
        path: str | Clear | None,
        new_document_name: str | Clear,
        new_description: str | Clear,
        new_update_instructions: str | Clear,
        new_document_source: str | Clear,
        new_document_language: str | Clear,
        new_document_author: str | Clear,
        importance: int | Keep | None = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null keeps importance; the documentation contradicts itself about null for new_document_name, new_description, new_update_instructions, new_document_source, new_document_language, new_document_author.

        Left out: new_document_name (kept by one part of the page, refused as empty by another), new_description (kept by one part of the page, cleared by another), new_update_instructions (kept by one part of the page, cleared by another), new_document_source (kept by one part of the page, cleared by another), new_document_language (kept by one part of the page, cleared by another), new_document_author (kept by one part of the page, cleared by another), importance (kept).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 DocumentNotFound, 4090 AlreadyExists.
        """
    def UpdateDocumentThumbnail(
        self, *,
        documentPath: str | Clear | None,
        thumbnailContent: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def update_document_thumbnail(
        self, *,
        document_path: str | Clear | None,
        thumbnail_content: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def UpdateDocumentType(self, *, Path: str | Clear | None, DocumentTypeID: int) -> _Reply:
        """Document Management; write; returns XML.

        Left out: DocumentTypeID (clears the type: a server reads 0).
        """
    def update_document_type(self, *, path: str | Clear | None, document_type_id: int) -> _Reply:
        """Document Management; write; returns XML.

        Left out: document_type_id (clears the type: a server reads 0).
        """
    def UpdateDocumentTypeDef(
        self, *,
        documentTypeId: int,
        newDocumentTypeName: str | Clear | None,
        newRequiredPropertySetName: str | Keep | Clear | None = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null keeps newRequiredPropertySetName.

        Left out: newRequiredPropertySetName (kept).
        """
    def update_document_type_def(
        self, *,
        document_type_id: int,
        new_document_type_name: str | Clear | None,
        new_required_property_set_name: str | Keep | Clear | None = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null keeps new_required_property_set_name.

        Left out: new_required_property_set_name (kept).
        """
    def UpdateDocumentTypeDef1(
        self, *,
        DocumentTypeId: int,
        NewDocumentTypeName: str | Clear | None,
        NewRequiredPropertySetName: str | Clear,
        RandDScheduleName: str | Keep | Clear | None = ...,
        Description: str | Clear,
    ) -> _Reply:
        """Document Management; write; returns XML; null keeps RandDScheduleName; null clears NewRequiredPropertySetName; the documentation contradicts itself about null for Description.

        Left out: NewRequiredPropertySetName (removes the property set), RandDScheduleName (kept), Description (cleared by one part of the page, kept by another).
        """
    def update_document_type_def1(
        self, *,
        document_type_id: int,
        new_document_type_name: str | Clear | None,
        new_required_property_set_name: str | Clear,
        r_and_d_schedule_name: str | Keep | Clear | None = ...,
        description: str | Clear,
    ) -> _Reply:
        """Document Management; write; returns XML; null keeps r_and_d_schedule_name; null clears new_required_property_set_name; the documentation contradicts itself about null for description.

        Left out: new_required_property_set_name (removes the property set), r_and_d_schedule_name (kept), description (cleared by one part of the page, kept by another).
        """
    def UpdateDomain(
        self, *,
        DomainName: str | Clear | None,
        NewDomainName: str | Clear | None,
        Anonymous: bool,
        Hidden: bool,
        WelcomeMessage: str | Clear,
    ) -> _Reply:
        """Domain/Library Management; write; returns XML; null clears WelcomeMessage.

        Left out: WelcomeMessage (clears the message).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound, 4090 AlreadyExists.
        """
    def update_domain(
        self, *,
        domain_name: str | Clear | None,
        new_domain_name: str | Clear | None,
        anonymous: bool,
        hidden: bool,
        welcome_message: str | Clear,
    ) -> _Reply:
        """Domain/Library Management; write; returns XML; null clears welcome_message.

        Left out: welcome_message (clears the message).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 DomainNotFound, 4090 AlreadyExists.
        """
    def UpdateFolderProperties(
        self, *,
        Path: str | Clear | None,
        NewFolderName: str | Clear | None,
        NewDescription: str | Clear,
    ) -> _Reply:
        """Folder Management; write; returns XML; the documentation contradicts itself about null for NewDescription.

        Left out: NewDescription (keeps it since 9.0; older servers clear it).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 FolderNotFound, 4090 AlreadyExists.
        """
    def update_folder_properties(
        self, *,
        path: str | Clear | None,
        new_folder_name: str | Clear | None,
        new_description: str | Clear,
    ) -> _Reply:
        """Folder Management; write; returns XML; the documentation contradicts itself about null for new_description.

        Left out: new_description (keeps it since 9.0; older servers clear it).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4041 FolderNotFound, 4090 AlreadyExists.
        """
    def UpdateHtmlDocument(
        self, *,
        documentPath: str | Clear | None,
        htmlContent: str | Clear | None,
        description: str | Keep | Clear | None = ...,
        sendMail: bool,
        publishOption: int,
    ) -> _Reply:
        """Document Management; write; returns XML; null keeps description.

        Left out: description (kept).
        """
    def update_html_document(
        self, *,
        document_path: str | Clear | None,
        html_content: str | Clear | None,
        description: str | Keep | Clear | None = ...,
        send_mail: bool,
        publish_option: int,
    ) -> _Reply:
        """Document Management; write; returns XML; null keeps description.

        Left out: description (kept).
        """
    def UpdatePropertySetDefinition(
        self, *,
        PropertySetName: str | Clear | None,
        NewPropertySetName: str | Clear | None,
        PropertySetCaption: str | Clear | None,
        AppliestoDocuments: bool,
        AppliestoFolders: bool,
        AppliestoUsers: bool,
        DomainNames: str | Clear,
    ) -> _Reply:
        """Property Sets; write; returns XML; null clears DomainNames.

        Left out: DomainNames (makes the property set global).
        """
    def update_property_set_definition(
        self, *,
        property_set_name: str | Clear | None,
        new_property_set_name: str | Clear | None,
        property_set_caption: str | Clear | None,
        applies_to_documents: bool,
        applies_to_folders: bool,
        applies_to_users: bool,
        domain_names: str | Clear,
    ) -> _Reply:
        """Property Sets; write; returns XML; null clears domain_names.

        Left out: domain_names (makes the property set global).
        """
    def UpdatePropertySetDefinition1(
        self, *,
        PropertySetName: str | Clear | None,
        NewPropertySetName: str | Clear | None,
        PropertySetCaption: str | Clear | None,
        AppliestoDocuments: bool,
        AppliestoFolders: bool,
        AppliestoUsers: bool,
        DomainNames: str | Clear,
        PrivatePropertySet: bool,
    ) -> _Reply:
        """Property Sets; write; returns XML; null clears DomainNames.

        Left out: DomainNames (makes the property set global).
        """
    def update_property_set_definition1(
        self, *,
        property_set_name: str | Clear | None,
        new_property_set_name: str | Clear | None,
        property_set_caption: str | Clear | None,
        applies_to_documents: bool,
        applies_to_folders: bool,
        applies_to_users: bool,
        domain_names: str | Clear,
        private_property_set: bool,
    ) -> _Reply:
        """Property Sets; write; returns XML; null clears domain_names.

        Left out: domain_names (makes the property set global).
        """
    def UpdatePropertySetRow(self, *, Path: str | Clear | None, xmlpset: str | etree._Element | Clear | None) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def update_property_set_row(
        self, *,
        path: str | Clear | None,
        xml_pset: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 PathNotFound.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def UpdatePropertySetRowForUser(
        self, *,
        userName: str | Clear | None,
        xmlpset: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML."""
    def update_property_set_row_for_user(
        self, *,
        user_name: str | Clear | None,
        xml_pset: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Property Sets; write; returns XML."""
    def UpdateRandDSchedule(
        self, *,
        RDdefId: int,
        ApplyToExistingDocumentFolders: bool,
        NewRDDefXML: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        """
    def update_r_and_d_schedule(
        self, *,
        rd_def_id: int,
        apply_to_existing_document_folders: bool,
        new_rd_def_xml: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        """
    def UpdateRetentionSourceAuthority(
        self, *,
        currentAuthorityName: str | Clear | None,
        newAuthorityName: str | Clear | None,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound, 4090 AlreadyExists.
        """
    def update_retention_source_authority(
        self, *,
        current_authority_name: str | Clear | None,
        new_authority_name: str | Clear | None,
    ) -> _Reply:
        """Retention & Disposition; write; returns XML.

        Errors by number: 4010 SessionExpired, 4041 NotFound, 4090 AlreadyExists.
        """
    def UpdateRunningWorkflowTaskDef(
        self, *,
        documentPath: str | Clear | None,
        workflowId: int,
        stepNumber: int,
        taskDefId: int,
        taskDefXML: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4170 ServiceError, 4230 Conflict, 5000 ServerFault.
        """
    def update_running_workflow_task_def(
        self, *,
        document_path: str | Clear | None,
        workflow_id: int,
        step_number: int,
        task_def_id: int,
        task_def_xml: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4170 ServiceError, 4230 Conflict, 5000 ServerFault.
        """
    def UpdateSavedSearch(
        self, *,
        searchPageId: int,
        searchPageType: str | Clear | None,
        name: str | Clear | None,
        description: str | Clear,
        isPersonal: bool,
        anonymousAccess: bool,
        publicAccess: bool,
        userGroupNames: str | Clear,
        searchParametersXml: str | etree._Element | Clear,
    ) -> _Reply:
        """Search; write; returns XML; null clears userGroupNames, searchParametersXml; null is the default of anonymousAccess, publicAccess.

        Left out: description (may clear it: the page does not say), anonymousAccess (writes false), publicAccess (writes false), userGroupNames (removes all groups), searchParametersXml (resets the definition: every field is shown).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def update_saved_search(
        self, *,
        search_page_id: int,
        search_page_type: str | Clear | None,
        name: str | Clear | None,
        description: str | Clear,
        is_personal: bool,
        anonymous_access: bool,
        public_access: bool,
        user_group_names: str | Clear,
        search_parameters_xml: str | etree._Element | Clear,
    ) -> _Reply:
        """Search; write; returns XML; null clears user_group_names, search_parameters_xml; null is the default of anonymous_access, public_access.

        Left out: description (may clear it: the page does not say), anonymous_access (writes false), public_access (writes false), user_group_names (removes all groups), search_parameters_xml (resets the definition: every field is shown).
        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 NotFound, 4090 AlreadyExists.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def UpdateTaskFinishDate(self, *, taskId: int, finishDate: dt.datetime) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired.
        """
    def update_task_finish_date(self, *, task_id: int, finish_date: dt.datetime) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired.
        """
    def UpdateTaskStatus(
        self, *,
        taskId: int,
        taskStatus: int,
        finishDate: dt.datetime,
        comments: str | Keep | Clear | None = ...,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null keeps comments.

        Left out: comments (the comment is kept).
        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def update_task_status(
        self, *,
        task_id: int,
        task_status: int,
        finish_date: dt.datetime,
        comments: str | Keep | Clear | None = ...,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null keeps comments.

        Left out: comments (the comment is kept).
        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied.
        """
    def UpdateURLDocument(
        self, *,
        documentPath: str | Clear | None,
        address: str | Clear | None,
        sendMail: bool,
        publishOption: int,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def update_url_document(
        self, *,
        document_path: str | Clear | None,
        address: str | Clear | None,
        send_mail: bool,
        publish_option: int,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def UpdateUserContactInfo(
        self, *,
        userName: str | Clear | None,
        emailAddress: str | Keep | Clear | None = ...,
        mobileNumber: str | Keep | Clear | None = ...,
    ) -> _Reply:
        """User Management; write; returns XML; null keeps emailAddress, mobileNumber.

        Left out: emailAddress (kept, over SOAP only), mobileNumber (kept, over SOAP only).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def update_user_contact_info(
        self, *,
        user_name: str | Clear | None,
        email_address: str | Keep | Clear | None = ...,
        mobile_number: str | Keep | Clear | None = ...,
    ) -> _Reply:
        """User Management; write; returns XML; null keeps email_address, mobile_number.

        Left out: email_address (kept, over SOAP only), mobile_number (kept, over SOAP only).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def UpdateUserEmail(self, *, UserName: str | Clear | None, NewEmailAddress: str | Clear | None) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def update_user_email(self, *, user_name: str | Clear | None, new_email_address: str | Clear | None) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def UpdateUserGroupName(
        self, *,
        DomainName: str | Clear,
        GroupName: str | Clear | None,
        NewGroupName: str | Clear | None,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of DomainName.

        Left out: DomainName (renames the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 GroupNotFound, 4090 AlreadyExists.
        """
    def update_user_group_name(
        self, *,
        domain_name: str | Clear,
        group_name: str | Clear | None,
        new_group_name: str | Clear | None,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of domain_name.

        Left out: domain_name (renames the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 GroupNotFound, 4090 AlreadyExists.
        """
    def UpdateUserGroupName1(
        self, *,
        DomainName: str | Clear,
        GroupName: str | Clear | None,
        NewGroupName: str | Clear | None,
        ShowMembers: bool,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of DomainName.

        Left out: DomainName (changes the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 GroupNotFound, 4090 AlreadyExists.
        """
    def update_user_group_name1(
        self, *,
        domain_name: str | Clear,
        group_name: str | Clear | None,
        new_group_name: str | Clear | None,
        show_members: bool,
    ) -> _Reply:
        """User Group Management; write; returns XML; null is the default of domain_name.

        Left out: domain_name (changes the global group by that name).
        Errors by number: 4010 SessionExpired, 4030 AccessDenied, 4041 GroupNotFound, 4090 AlreadyExists.
        """
    def UpdateUserPreferences(
        self, *,
        UserName: str | Clear | None,
        xmlPreferences: str | etree._Element | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def update_user_preferences(
        self, *,
        user_name: str | Clear | None,
        xml_preferences: str | etree._Element | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound.
        """
    def UpdateUserProfile(
        self, *,
        UserName: str | Clear | None,
        NewUserName: str | Clear | None,
        NewFirstName: str | Clear | None,
        NewLastName: str | Clear | None,
        AuthenticateSource: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound, 4090 AlreadyExists.
        """
    def update_user_profile(
        self, *,
        user_name: str | Clear | None,
        new_user_name: str | Clear | None,
        new_first_name: str | Clear | None,
        new_last_name: str | Clear | None,
        authenticate_source: str | Clear | None,
    ) -> _Reply:
        """User Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 4041 UserNotFound, 4090 AlreadyExists.
        """
    def UpdateVersionComment(
        self, *,
        documentPath: str | Clear | None,
        versionNumber: int,
        commentText: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def update_version_comment(
        self, *,
        document_path: str | Clear | None,
        version_number: int,
        comment_text: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def UpdateWorkflowDefinition(
        self, *,
        domainName: str | Clear | None,
        workflowName: str | Clear | None,
        xmlParameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 NotFound, 4010 SessionExpired, 4030 AccessDenied, 5000 ServerFault.
        """
    def update_workflow_definition(
        self, *,
        domain_name: str | Clear | None,
        workflow_name: str | Clear | None,
        xml_parameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 NotFound, 4010 SessionExpired, 4030 AccessDenied, 5000 ServerFault.
        """
    def UpdateWorkflowStepDef(
        self, *,
        domainName: str | Clear | None,
        workflowName: str | Clear | None,
        stepNumber: int,
        newStepName: str | Clear | None,
        onStartMoveToFolderPath: str | Clear,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null clears onStartMoveToFolderPath.

        Left out: onStartMoveToFolderPath (removes the move to a folder).
        Errors by number: 4000 NotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 WorkflowNotFound.
        """
    def update_workflow_step_def(
        self, *,
        domain_name: str | Clear | None,
        workflow_name: str | Clear | None,
        step_number: int,
        new_step_name: str | Clear | None,
        on_start_move_to_folder_path: str | Clear,
    ) -> _Reply:
        """Workflow Management; write; returns XML; null clears on_start_move_to_folder_path.

        Left out: on_start_move_to_folder_path (removes the move to a folder).
        Errors by number: 4000 NotFound, 4010 SessionExpired, 4030 AccessDenied, 4041 WorkflowNotFound.
        """
    def UpdateWorkflowTaskDef(
        self, *,
        domainName: str | Clear | None,
        flowName: str | Clear | None,
        stepNumber: int,
        taskDefId: int,
        taskDefXML: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 5000 ServerFault.
        """
    def update_workflow_task_def(
        self, *,
        domain_name: str | Clear | None,
        flow_name: str | Clear | None,
        step_number: int,
        task_def_id: int,
        task_def_xml: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Workflow Management; write; returns XML.

        Errors by number: 4000 InvalidValue, 4010 SessionExpired, 4030 AccessDenied, 5000 ServerFault.
        """
    def UploadDocument(
        self, *,
        Path: str | Clear | None,
        FileContent: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def upload_document(
        self, *,
        path: str | Clear | None,
        file_content: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def UploadDocument1(
        self, *,
        Path: str | Clear | None,
        FileContent: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        VersionComment: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of VersionComment.

        Left out: VersionComment (no comment).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def upload_document1(
        self, *,
        path: str | Clear | None,
        file_content: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        version_comment: str | Clear = ...,
    ) -> _Reply:
        """Document Management; write; returns XML; null is the default of version_comment.

        Left out: version_comment (no comment).
        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def UploadDocument2(
        self, *,
        Path: str | Clear | None,
        FileContent: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        Checkout: bool,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def upload_document2(
        self, *,
        path: str | Clear | None,
        file_content: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        checkout: bool,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 Conflict, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def UploadDocument3(
        self, *,
        Path: str | Clear | None,
        FileContent: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        VersionComment: str | Clear | None = ...,
        Checkout: bool,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def upload_document3(
        self, *,
        path: str | Clear | None,
        file_content: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        version_comment: str | Clear | None = ...,
        checkout: bool,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def UploadDocument4(
        self, *,
        path: str | Clear | None,
        fileContent: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        xmlParameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Left out: xmlParameters (must be sent; an empty text means the defaults).
        """
    def upload_document4(
        self, *,
        path: str | Clear | None,
        file_content: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        xml_parameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Left out: xml_parameters (must be sent; an empty text means the defaults).
        """
    def UploadDocumentWithHandler(self, *, Path: str | Clear | None, UploadHandler: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def upload_document_with_handler(self, *, path: str | Clear | None, upload_handler: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 ServiceError, 4010 SessionExpired, 4030 AccessDenied, 4041 FolderNotFound.
        """
    def UploadDocumentWithHandler1(
        self, *,
        Path: str | Clear | None,
        UploadHandler: str | Clear | None,
        VersionComments: str | Clear | None = ...,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def upload_document_with_handler1(
        self, *,
        path: str | Clear | None,
        upload_handler: str | Clear | None,
        version_comments: str | Clear | None = ...,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def UploadDocumentWithHandler2(
        self, *,
        Path: str | Clear | None,
        UploadHandler: str | Clear | None,
        VersionComments: str | Clear | None = ...,
        MPVersionMajor: int,
        MPVersionMinor: int,
        MPVersionRevision: int,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def upload_document_with_handler2(
        self, *,
        path: str | Clear | None,
        upload_handler: str | Clear | None,
        version_comments: str | Clear | None = ...,
        mp_version_major: int,
        mp_version_minor: int,
        mp_version_revision: int,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def UploadDocumentWithHandler3(
        self, *,
        path: str | Clear | None,
        uploadHandler: str | Clear | None,
        xmlParameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Left out: xmlParameters (must be sent; an empty text means the defaults).
        """
    def upload_document_with_handler3(
        self, *,
        path: str | Clear | None,
        upload_handler: str | Clear | None,
        xml_parameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Left out: xml_parameters (must be sent; an empty text means the defaults).
        """
    def UploadFileChunk(
        self, *,
        UploadHandler: str | Clear | None,
        FileChunk: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        ChunkHEXCRC: str | Clear | None,
        LastChunk: bool,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 HandlerNotFound, 4010 SessionExpired.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def upload_file_chunk(
        self, *,
        upload_handler: str | Clear | None,
        file_chunk: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        chunk_hex_crc: str | Clear | None,
        last_chunk: bool,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Errors by number: 4000 HandlerNotFound, 4010 SessionExpired.
        Beware: success may be true without the work, or a part of it: read back the changes.
        """
    def UploadNewDocumentWidthHandler(
        self, *,
        folderPath: str | Clear | None,
        documentName: str | Clear | None,
        uploadHandler: str | Clear | None,
        xmlParameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Left out: xmlParameters (must be sent; an empty text means the defaults).
        """
    def upload_new_document_with_handler(
        self, *,
        folder_path: str | Clear | None,
        document_name: str | Clear | None,
        upload_handler: str | Clear | None,
        xml_parameters: str | etree._Element | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML.

        Left out: xml_parameters (must be sent; an empty text means the defaults).
        """
    def UploadTiffAsPDF(
        self, *,
        Path: str | Clear | None,
        FileContent: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def upload_tiff_as_pdf(
        self, *,
        path: str | Clear | None,
        file_content: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def UploadTiffAsPDFWithHandler(self, *, Path: str | Clear | None, UploadHandler: str | Clear | None) -> _Reply:
        """Document Management; write; returns XML."""
    def upload_tiff_as_pdf_with_handler(
        self, *,
        path: str | Clear | None,
        upload_handler: str | Clear | None,
    ) -> _Reply:
        """Document Management; write; returns XML."""
    def UploadZip(
        self, *,
        folderPath: str | Clear | None,
        zipContent: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        changedOnly: bool,
        checkOutCheckIn: bool,
        sendEmail: bool,
    ) -> _ReplyOfLogEntry:
        """Document Management; write; returns XML."""
    def upload_zip(
        self, *,
        folder_path: str | Clear | None,
        zip_content: bytes | bytearray | memoryview | PathLike[str] | IO[bytes] | Clear | None,
        changed_only: bool,
        check_out_check_in: bool,
        send_email: bool,
    ) -> _ReplyOfLogEntry:
        """Document Management; write; returns XML."""
    def UploadZipWithHandler(
        self, *,
        folderPath: str | Clear | None,
        uploadHandler: str | Clear | None,
        changedOnly: bool,
        checkOutCheckIn: bool,
        sendEmail: bool,
    ) -> _ReplyOfLogEntry:
        """Document Management; write; returns XML."""
    def upload_zip_with_handler(
        self, *,
        folder_path: str | Clear | None,
        upload_handler: str | Clear | None,
        changed_only: bool,
        check_out_check_in: bool,
        send_email: bool,
    ) -> _ReplyOfLogEntry:
        """Document Management; write; returns XML."""
    def UseFormTemplate(
        self, *,
        targetFolderPath: str | Clear | None = ...,
        templatePath: str | Clear,
        submitUrl: str | Clear,
    ) -> _Reply:
        """Document Management; read; returns XML; null is the default of targetFolderPath; the documentation contradicts itself about null for submitUrl.

        Left out: targetFolderPath (no folder; an HTML form template needs one), submitUrl (the form posts to IRDOC.ASPX; the page also says that leaving it out is an error: send an empty text).
        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def use_form_template(
        self, *,
        target_folder_path: str | Clear | None = ...,
        template_path: str | Clear,
        submit_url: str | Clear,
    ) -> _Reply:
        """Document Management; read; returns XML; null is the default of target_folder_path; the documentation contradicts itself about null for submit_url.

        Left out: target_folder_path (no folder; an HTML form template needs one), submit_url (the form posts to IRDOC.ASPX; the page also says that leaving it out is an error: send an empty text).
        Errors by number: 4010 SessionExpired, 4041 NotFound.
        """
    def UserExists(self, *, UserName: str | Clear) -> _Answer:
        """User Management; read; returns True or False.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def user_exists(self, *, user_name: str | Clear) -> _Answer:
        """User Management; read; returns True or False.

        Errors by number: 4000 UserNotFound, 4010 SessionExpired.
        """
    def VerifyVersionHash(self, *, path: str | Clear, versionNumber: int) -> _Reply:
        """Document Management; read; returns XML."""
    def verify_version_hash(self, *, path: str | Clear, version_number: int) -> _Reply:
        """Document Management; read; returns XML."""

class Service(
    Operations[
        Reply, bool, Reply[AccessList], Reply[Document], Reply[Document | Folder], Reply[Domain],
        Reply[Folder], Reply[Group], Reply[Group | User], Reply[LogEntry], Reply[PropertySet],
        Reply[Subscription], Reply[Task], Reply[User], Reply[Version], Reply[etree._Element],
    ]
):
    """The operations of a server, as `Client.service` has them."""

    @overload
    def __getitem__(self, name: _NamesOfAccessList) -> OperationProxy[Reply[AccessList]]: ...
    @overload
    def __getitem__(self, name: _NamesOfDocument) -> OperationProxy[Reply[Document]]: ...
    @overload
    def __getitem__(self, name: _NamesOfDocumentFolder) -> OperationProxy[Reply[Document | Folder]]: ...
    @overload
    def __getitem__(self, name: _NamesOfDomain) -> OperationProxy[Reply[Domain]]: ...
    @overload
    def __getitem__(self, name: _NamesOfFolder) -> OperationProxy[Reply[Folder]]: ...
    @overload
    def __getitem__(self, name: _NamesOfGroup) -> OperationProxy[Reply[Group]]: ...
    @overload
    def __getitem__(self, name: _NamesOfGroupUser) -> OperationProxy[Reply[Group | User]]: ...
    @overload
    def __getitem__(self, name: _NamesOfLogEntry) -> OperationProxy[Reply[LogEntry]]: ...
    @overload
    def __getitem__(self, name: _NamesOfPropertySet) -> OperationProxy[Reply[PropertySet]]: ...
    @overload
    def __getitem__(self, name: _NamesOfSubscription) -> OperationProxy[Reply[Subscription]]: ...
    @overload
    def __getitem__(self, name: _NamesOfTask) -> OperationProxy[Reply[Task]]: ...
    @overload
    def __getitem__(self, name: _NamesOfUser) -> OperationProxy[Reply[User]]: ...
    @overload
    def __getitem__(self, name: _NamesOfVersion) -> OperationProxy[Reply[Version]]: ...
    @overload
    def __getitem__(self, name: _NamesOfElement) -> OperationProxy[Reply[etree._Element]]: ...
    @overload
    def __getitem__(self, name: str) -> OperationProxy[Reply]: ...
    def __contains__(self, name: object) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...

class AsyncService(
    Operations[
        Coroutine[Any, Any, Reply], Coroutine[Any, Any, bool], Coroutine[Any, Any, Reply[AccessList]],
        Coroutine[Any, Any, Reply[Document]], Coroutine[Any, Any, Reply[Document | Folder]],
        Coroutine[Any, Any, Reply[Domain]], Coroutine[Any, Any, Reply[Folder]],
        Coroutine[Any, Any, Reply[Group]], Coroutine[Any, Any, Reply[Group | User]],
        Coroutine[Any, Any, Reply[LogEntry]], Coroutine[Any, Any, Reply[PropertySet]],
        Coroutine[Any, Any, Reply[Subscription]], Coroutine[Any, Any, Reply[Task]],
        Coroutine[Any, Any, Reply[User]], Coroutine[Any, Any, Reply[Version]],
        Coroutine[Any, Any, Reply[etree._Element]],
    ]
):
    """The operations of a server, as `AsyncClient.service` has them: each call is awaited."""

    @overload
    def __getitem__(self, name: _NamesOfAccessList) -> AsyncOperationProxy[Reply[AccessList]]: ...
    @overload
    def __getitem__(self, name: _NamesOfDocument) -> AsyncOperationProxy[Reply[Document]]: ...
    @overload
    def __getitem__(self, name: _NamesOfDocumentFolder) -> AsyncOperationProxy[Reply[Document | Folder]]: ...
    @overload
    def __getitem__(self, name: _NamesOfDomain) -> AsyncOperationProxy[Reply[Domain]]: ...
    @overload
    def __getitem__(self, name: _NamesOfFolder) -> AsyncOperationProxy[Reply[Folder]]: ...
    @overload
    def __getitem__(self, name: _NamesOfGroup) -> AsyncOperationProxy[Reply[Group]]: ...
    @overload
    def __getitem__(self, name: _NamesOfGroupUser) -> AsyncOperationProxy[Reply[Group | User]]: ...
    @overload
    def __getitem__(self, name: _NamesOfLogEntry) -> AsyncOperationProxy[Reply[LogEntry]]: ...
    @overload
    def __getitem__(self, name: _NamesOfPropertySet) -> AsyncOperationProxy[Reply[PropertySet]]: ...
    @overload
    def __getitem__(self, name: _NamesOfSubscription) -> AsyncOperationProxy[Reply[Subscription]]: ...
    @overload
    def __getitem__(self, name: _NamesOfTask) -> AsyncOperationProxy[Reply[Task]]: ...
    @overload
    def __getitem__(self, name: _NamesOfUser) -> AsyncOperationProxy[Reply[User]]: ...
    @overload
    def __getitem__(self, name: _NamesOfVersion) -> AsyncOperationProxy[Reply[Version]]: ...
    @overload
    def __getitem__(self, name: _NamesOfElement) -> AsyncOperationProxy[Reply[etree._Element]]: ...
    @overload
    def __getitem__(self, name: str) -> AsyncOperationProxy[Reply]: ...
