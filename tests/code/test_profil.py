"""Le profil d'une construction : chaque étape compte son temps, sans celui des étapes qu'elle contient."""

import pytest

from spaser.timing import Spent, Timing


class Clock:
    """Une horloge que l'on avance à la main."""

    def __init__(self) -> None:
        self.wall, self.cpu = 0.0, 0.0

    def __call__(self) -> Spent:
        return Spent(self.wall, self.cpu)

    def advance(self, wall: float, cpu: float) -> None:
        self.wall += wall
        self.cpu += cpu


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_une_etape_ne_compte_pas_celles_qu_elle_contient(clock):
    timing = Timing(clock)
    with timing.stage("moteur"):
        clock.advance(2, 1)
        with timing.stage("exports"):
            clock.advance(5, 3)
            with timing.stage("lire"):
                clock.advance(1, 1)
        clock.advance(1, 1)
    assert timing.spent == {"lire": (1, 1), "exports": (5, 3), "moteur": (3, 2)}


def test_une_etape_qui_revient_s_ajoute(clock):
    timing = Timing(clock)
    for _ in range(3):
        with timing.stage("poser"):
            clock.advance(1, 0.5)
    assert timing.said() == "poser 3.00 s (1.50)"


def test_une_etape_qui_echoue_est_comptee(clock):
    timing = Timing(clock)
    with pytest.raises(ValueError, match="panne"), timing.stage("moteur"), timing.stage("lire"):
        clock.advance(4, 2)
        raise ValueError("panne")
    assert timing.spent == {"lire": (4, 2), "moteur": (0, 0)}


def test_une_etape_peut_etre_une_fonction(clock):
    timing = Timing(clock)
    timing.stage("joindre")(clock.advance)(2, 1)
    timing.stage("joindre")(clock.advance)(2, 1)
    assert timing.spent == {"joindre": (4, 2)}
    timing.reset()
    assert timing.spent == {}
