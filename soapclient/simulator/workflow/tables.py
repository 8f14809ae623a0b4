"""The tables of workflows."""

from __future__ import annotations

from typing import Final

TABLES: Final = (
    """
    CREATE TABLE IF NOT EXISTS flow_defs (
        flow_def_id INTEGER PRIMARY KEY,
        library TEXT NOT NULL COLLATE NOCASE,
        name TEXT NOT NULL COLLATE NOCASE,
        active_folder_id INTEGER NOT NULL,
        move_to TEXT NOT NULL,
        event_url TEXT NOT NULL,
        hide INTEGER NOT NULL,
        active INTEGER NOT NULL DEFAULT 0,
        supervisor_id INTEGER NOT NULL DEFAULT 0,
        UNIQUE (library, name)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS flow_steps (
        flow_def_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        move_to INTEGER NOT NULL,
        PRIMARY KEY (flow_def_id, number)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS flow_tasks (
        task_def_id INTEGER PRIMARY KEY,
        flow_def_id INTEGER NOT NULL,
        step_number INTEGER NOT NULL,
        name TEXT NOT NULL,
        instruction TEXT NOT NULL,
        deadline INTEGER NOT NULL,
        priority INTEGER NOT NULL,
        permissions TEXT NOT NULL,
        user_ids TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS workflows (
        workflow_id INTEGER PRIMARY KEY,
        flow_def_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        document_id INTEGER NOT NULL,
        started TEXT NOT NULL,
        finished TEXT NOT NULL DEFAULT '',
        submitted_by_id INTEGER NOT NULL,
        step_number INTEGER NOT NULL,
        step_name TEXT NOT NULL
    )
    """,
    # A task of workflow 0 was given by a user, outside a workflow.
    """
    CREATE TABLE IF NOT EXISTS tasks (
        task_id INTEGER PRIMARY KEY,
        workflow_id INTEGER NOT NULL,
        document_id INTEGER NOT NULL,
        step_number INTEGER NOT NULL,
        step_name TEXT NOT NULL,
        task_def_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        instruction TEXT NOT NULL,
        comments TEXT NOT NULL DEFAULT '',
        started TEXT NOT NULL,
        finished TEXT NOT NULL DEFAULT '',
        due TEXT NOT NULL,
        deadline INTEGER NOT NULL,
        priority INTEGER NOT NULL,
        status TEXT NOT NULL DEFAULT 'InProgress',
        approval INTEGER NOT NULL DEFAULT 0,
        assignee_id INTEGER NOT NULL,
        assigned_by_id INTEGER NOT NULL,
        start_version INTEGER NOT NULL,
        end_version INTEGER NOT NULL DEFAULT 0,
        linked_task_id INTEGER NOT NULL DEFAULT 0,
        redirected_from_id INTEGER NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS redirections (
        user_id INTEGER PRIMARY KEY, to_id INTEGER NOT NULL, start TEXT NOT NULL, until TEXT NOT NULL
    )
    """,
)
