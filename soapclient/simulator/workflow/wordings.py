"""The refusals of workflows; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

import attrs

from ..messages import DENIED, NO_USER, Wording

NO_LIBRARY: Final = Wording("absent", "[115] Domain not found", "Library not found", "Kitaplık bulunamadı")
NO_FLOW: Final = Wording(
    "invalid", "Workflow definition not found", "Workflow definition not found", "İş akışı tanımı bulunamadı"
)
FLOW_TAKEN: Final = Wording("taken", "Duplicate name", "A workflow of this name exists", "Bu adda bir iş akışı var")
FLOW_ACTIVE: Final = Wording(
    "invalid", "Workflow is active", "The workflow is active", "İş akışı etkin"
)  # fmt: skip
NO_STEPS: Final = Wording(
    "invalid",
    "Workflow must have at least one step defined",
    "The workflow needs a step",
    "İş akışının en az bir adımı olmalıdır",
)
NO_TASKS: Final = Wording(
    "invalid", "Step {} must have at least one task", "Step {} needs a task", "Adım {} en az bir görev içermelidir"
)
NO_STEP: Final = Wording("invalid", "Step not found", "The step was not found", "Adım bulunamadı")
STEP_ABSENT: Final = attrs.evolve(NO_STEP, reason="absent")
BAD_STEP: Final = Wording("invalid", "Name validation error", "The name of the step is invalid", "Adım adı geçersiz")
BAD_TASK: Final = Wording("invalid", "Invalid XML", "The definition of the task is invalid", "Görev tanımı geçersiz")
NO_PERMISSIONS: Final = Wording(
    "failed", "Invalid XML", "The permissions of the task are missing", "Görevin izinleri eksik"
)
NO_SUPERVISOR: Final = attrs.evolve(NO_USER, classic="Supervisor not found")
INACTIVE: Final = Wording("invalid", "Workflow inactive", "The workflow is not active", "İş akışı etkin değil")
OTHER_LIBRARY: Final = Wording(
    "invalid", "Library mismatch", "The document is in another library", "Belge başka bir kitaplıkta"
)
IN_FLOW: Final = Wording(
    "invalid", "Already in workflow", "The document is in a workflow already", "Belge zaten iş akışında"
)
NOT_IN_FLOW: Final = Wording(
    "invalid", "Document not in workflow", "The document is not in a workflow", "Belge bir iş akışında değil"
)
CHECKED_OUT: Final = Wording(
    "invalid", "Document checked out", "The document is checked out", "Belge kullanıma alınmış"
)
IS_SHORTCUT: Final = Wording("invalid", "Document is shortcut", "The document is a shortcut", "Belge bir kısayol")
NO_WORKFLOW: Final = Wording("invalid", "Workflow not found", "The workflow was not found", "İş akışı bulunamadı")
FINISHED_TASKS: Final = Wording(
    "invalid", "Finished tasks exist", "A task of the workflow is finished", "İş akışının bitmiş bir görevi var"
)
NO_TASK: Final = Wording("invalid", "Task not found", "The task was not found", "Görev bulunamadı")
TASK_ABSENT: Final = attrs.evolve(NO_TASK, reason="absent")
TASK_OVER: Final = Wording(
    "invalid", "Task already completed", "The task is not open any more", "Görev artık açık değil"
)
TASK_OPEN: Final = Wording("invalid", "Task not completed", "The task is not completed", "Görev tamamlanmadı")
NOT_YOUR_TASK: Final = attrs.evolve(DENIED, reason="invalid")
BAD_DECISION: Final = Wording("invalid", "Invalid decision", "The decision is invalid", "Karar geçersiz")
BAD_PRIORITY: Final = Wording("invalid", "Invalid priority", "The priority is invalid", "Öncelik geçersiz")
BAD_STATUS: Final = Wording("invalid", "Invalid status", "The status is invalid", "Durum geçersiz")
PAST: Final = Wording("invalid", "Due date in the past", "The due date is in the past", "Bitiş tarihi geçmişte")
BAD_CRITERIA: Final = Wording(
    "invalid", "xmlcriteria parsing error", "The criteria are not well-formed XML", "Ölçütler düzgün biçimli XML değil"
)
NO_CRITERION: Final = Wording("invalid", "[{}] Parameter not found", "There is no criterion {}", "{} ölçütü yok")
BAD_CRITERION: Final = Wording("invalid", "[{}] error", "The criterion {} has a bad value", "{} ölçütü geçersiz")
BAD_SORT: Final = Wording("invalid", "[SortBy] error", "SortBy is invalid", "SortBy geçersiz")
BAD_REQUEST: Final = Wording(
    "failed", "SystemError:xmlParameters", "xmlParameters is not a request for a task", "xmlParameters geçersiz"
)
SAME_USER: Final = Wording("invalid", "Self-redirect", "The users are the same", "Kullanıcılar aynı")
BAD_RANGE: Final = Wording("invalid", "Invalid date range", "The dates are invalid", "Tarihler geçersiz")
TARGET_REDIRECTED: Final = Wording(
    "invalid",
    "Target already redirected",
    "The other user is disabled or redirects tasks",
    "Diğer kullanıcı devre dışı veya görevlerini yönlendiriyor",
)
