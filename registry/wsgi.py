"""What gunicorn serves."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.db import connections

from registry.charset import taken_off
from registry.heartbeat import beating
from registry.last_resort import answered

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
application = answered(beating(taken_off(get_wsgi_application())))

import_module("registry.start").check_database()
# The server forks after this: a connection must not be shared by its workers.
connections.close_all()
