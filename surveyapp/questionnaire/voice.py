"""A computer's voice: espeak-ng speaks, lame makes MP3 of it. Both come with the extra `surveyapp[speak]`."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager

WORDS_A_MINUTE = 130
"""Slower than the voice's own 175: many who listen are still learning the language."""

KBIT = 32
"""A voice needs no more: four kilobytes a second."""

_SYNCHRONOUS = 2
_RATE = 1
_BY_CHARACTERS = 1
_UTF8 = 1
_OK = 0
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)

_only_one = threading.Lock()


class NoVoice(Exception):
    """There is no voice for that language: espeak-ng would go on in the language before."""


class NotInstalled(Exception):
    """The extra `surveyapp[speak]` is not installed."""


class Voice:
    """The voice of one language."""

    def __init__(self, speaker: ctypes.CDLL, hertz: int) -> None:
        self._speaker, self.hertz = speaker, hertz

    def says(self, text: str) -> bytes:
        """The text as MP3, mono."""
        import lameenc

        heard = self._samples(text)
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_bit_rate(KBIT)
        encoder.set_in_sample_rate(self.hertz)
        encoder.set_channels(1)
        encoder.set_quality(2)
        return bytes(encoder.encode(heard) + encoder.flush())

    def _samples(self, text: str) -> bytes:
        heard = bytearray()

        def take(samples: int | None, count: int, _events: int | None) -> int:
            if samples and count:
                heard.extend(ctypes.string_at(samples, count * 2))
            return 0

        taking = _CALLBACK(take)  # to be kept as long as the library may call it
        self._speaker.espeak_SetSynthCallback(taking)
        written = text.encode()
        outcome = self._speaker.espeak_Synth(written, len(written) + 1, 0, _BY_CHARACTERS, 0, _UTF8, None, None)
        if outcome != _OK or self._speaker.espeak_Synchronize() != _OK or not heard:
            raise RuntimeError(f"espeak-ng could not say {text!r}")
        return bytes(heard)


@contextmanager
def voice_of(language: str) -> Iterator[Voice]:
    """The voice of a language: espeak-ng holds one at a time. `NoVoice` if it has none, `NotInstalled` without it."""
    try:
        import espeakng_loader
        import lameenc  # noqa: F401
    except ImportError as error:
        raise NotInstalled from error
    with _only_one:
        speaker = ctypes.CDLL(espeakng_loader.get_library_path())
        hertz = speaker.espeak_Initialize(_SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), 0)
        if hertz <= 0:
            raise NotInstalled
        try:
            # Of an unknown language it says so in its return code alone.
            if speaker.espeak_SetVoiceByName(language.split("-")[0].encode()) != _OK:
                raise NoVoice(language)
            speaker.espeak_SetParameter(_RATE, WORDS_A_MINUTE, 0)
            yield Voice(speaker, hertz)
        finally:
            speaker.espeak_Terminate()
