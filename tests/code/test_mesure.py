"""`scripts/mesure/` : ce que le banc compte d'une commande est à elle, et un échec n'est pas une mesure."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
#: Un banc qui a grossi de trois cents mégaoctets mesure deux commandes.
BENCH = """
import json, sys
from pathlib import Path
from mesure.processes import FailedError, Peak, run
kept = b"a" * 300_000_000
with Peak() as peak:
    done = run([sys.executable, "-c", "import time; kept = b'a' * 50_000_000; time.sleep(1); print('fait')"], Path.cwd(), {})
try:
    failed = run([sys.executable, "-c", "print('non'); raise SystemExit(3)"], Path.cwd(), {}).text
except FailedError as error:
    failed = str(error)
print(json.dumps([done.largest, peak.highest, done.text, failed.splitlines()[-1]]))
"""


def test_une_commande_n_est_comptee_que_de_ce_qu_elle_prend():
    done = subprocess.run([sys.executable, "-c", BENCH], cwd=SCRIPTS, capture_output=True, text=True, check=True)
    largest, peak, said, failed = json.loads(done.stdout)
    assert 50_000_000 < largest < 100_000_000
    assert 50_000_000 < peak < 100_000_000
    assert (said, failed) == ("fait\n", "non")
