"""How Sphinx builds the site; `.ci/site` runs it on the pages that `_ext/stage.py` has put together."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

import soapclient

project = "soapclient"
copyright = "2026 The soapclient authors, MIT licence"
version = release = os.environ.get("SITE_VERSION", "dev")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "public_names"]
exclude_patterns = ["_ext"]
default_role = "code"
nitpicky = True

myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autoclass_content = "class"
python_maximum_signature_line_length = 90
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_custom_sections = [("Source", "notes_style")]
toc_object_entries_show_parents = "hide"

html_theme = "pydata_sphinx_theme"
html_title = f"soapclient {soapclient.__version__}" if version == "dev" else f"soapclient {version}"
html_static_path = ["_static"]
html_extra_path = ["_extra"]
html_favicon = "_static/icon.svg"
html_context = {"default_mode": "auto"}
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_search_scorer = str(Path(__file__).parent / "_static" / "scorer.js")
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "logo": {"text": "soapclient"},
    "header_links_before_dropdown": 7,
    "navbar_align": "left",
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button-field"],
    "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_sidebars = {"index": [], "search": []}
if os.environ.get("SITE_SWITCHER"):  # beside other versions, with the list of them one folder above
    html_theme_options |= {
        "switcher": {"json_url": "../switcher.json", "version_match": version},
        "check_switcher": False,
        "show_version_warning_banner": True,
        "navbar_end": ["version-switcher", "theme-switcher"],
    }
