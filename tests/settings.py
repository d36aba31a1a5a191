"""The settings of the site, on a data folder that each test process makes and removes."""

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="faire-test-")
os.mkdir(os.path.join(HOME, "static"))  # WhiteNoise warns when it is absent
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["FAIRE_HOME"] = HOME

from faire_ensemble.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
