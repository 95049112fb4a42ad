"""Lance une commande, et écrit dans un fichier ses secondes à l'horloge et de processeur, ses octets de mémoire, son code de sortie.

Un processus à part, et petit : Linux compte à une commande la mémoire la plus haute de qui la lance (getrusage(2)).
"""

import os
import sys
import time
from pathlib import Path

start = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ), 0)
wall = time.perf_counter() - start
said = (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))
Path(sys.argv[1]).write_text(" ".join(map(str, said)), encoding="ascii")
