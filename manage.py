#!/usr/bin/env python
"""Django's command-line entry: `python manage.py quickstart` sets up and serves the catalog."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asmr_catalog.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))  # it names the setting; how Python came there helps nobody
    except BrokenPipeError:
        # The reader has seen enough (“| head”). What Python would still say at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
