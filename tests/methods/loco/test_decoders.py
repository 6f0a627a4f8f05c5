import pytest
import torch
from methods.loco.stages import CHANNELS, small_encoder

from contracode.methods.loco import Decoder, DecoderConfig, decoders_for, named_schedule


def map_before_the_mean(config, side=9, channels=8):
    maps = torch.randn(2, channels, side, side)
    return Decoder(channels, config).blocks(maps).shape


@pytest.mark.parametrize(
    ("blocks", "stride", "side"), [(0, 2, 9), (1, 2, 5), (1, 1, 9), (2, 2, 5), (3, 1, 9)]
)
def test_the_first_block_alone_has_the_stride(blocks, stride, side):
    config = DecoderConfig(blocks=blocks, stride=stride)
    assert map_before_the_mean(config) == (2, 8, side, side)


def test_without_blocks_it_is_a_head_on_the_mean():
    decoder = Decoder(4, DecoderConfig(blocks=0, projected=3))
    maps = torch.randn(2, 4, 5, 6)
    torch.testing.assert_close(decoder(maps), decoder.head(maps.mean((2, 3))))
    assert sum(parameter.numel() for parameter in decoder.parameters()) == 4 * 4 + 4 + 4 * 3 + 3


def test_more_layers_come_before_the_head():
    decoder = Decoder(4, DecoderConfig(blocks=0, more_layers=2, projected=3))
    maps = torch.randn(2, 4, 5, 6)
    first, _, second, _ = decoder.deeper
    hidden = second(first(maps.mean((2, 3))).relu()).relu()
    torch.testing.assert_close(decoder(maps), decoder.head(hidden))


def test_a_block_without_effect_passes_the_map_on():
    decoder = Decoder(8, DecoderConfig(stride=1))
    torch.nn.init.zeros_(decoder.blocks[0].inner[-1].weight)
    maps = torch.randn(2, 8, 5, 5)
    torch.testing.assert_close(decoder.blocks(maps), maps.relu())


def test_every_unit_has_a_decoder_of_its_stages_channels():
    encoder = small_encoder().float()
    decoders = decoders_for(encoder, named_schedule("loco"), DecoderConfig())
    assert [decoder.head.layers[0].in_features for decoder in decoders] == list(CHANNELS[1:])
    vectors = [
        decoder(its)
        for decoder, its in zip(decoders, encoder.maps(torch.randn(2, 2, 8, 8))[1:], strict=True)
    ]
    assert [each.shape for each in vectors] == [(2, 128)] * 3


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"blocks": -1}, "blocks and more_layers must be >= 0, got blocks=-1"),
        ({"more_layers": -1}, "must be >= 0, got blocks=1 and more_layers=-1"),
        ({"stride": 3}, "stride must be 1 or 2, got 3"),
        ({"projected": 0}, "projected must be >= 1, got 0"),
    ],
)
def test_what_makes_no_sense_is_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        DecoderConfig(**settings)
