import subprocess
import sys
from pathlib import Path


def test_every_objective_compiles_whole_and_stays_the_same():
    program = Path(__file__).with_name("compiled.py")
    ran = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 21
