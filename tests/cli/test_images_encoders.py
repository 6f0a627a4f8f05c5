import json

from contracode.cli.images_encoders import ImagesEncoders
from contracode.encoders.images import ARCHITECTURES


def test_the_table_has_a_row_for_each_encoder_and_its_sources(capsys, tmp_path):
    file = tmp_path / "encoders.json"
    ImagesEncoders(json=file).run()
    lines = capsys.readouterr().out.splitlines()
    head, *rows = lines[: lines.index("")]
    assert head.split()[:3] == ["architecture", "images", "encoder"]
    assert {row.split()[0] for row in rows} == set(ARCHITECTURES)
    cnn = next(row for row in rows if row.startswith("pac_bayes_cnn"))
    assert cnn.split()[-7:] == ["267,428", "267,428", "+0.0%", "19.23", "M", "-", "-"]
    assert "  Nozawa et al. 2020, arXiv 1910.04464, and their code" in lines
    told = json.loads(file.read_text())["encoders"]
    assert [each["parameters"] for each in told if each["parameters_difference"] == 0] == [
        7_408_160,
        11_168_832,
        23_500_352,
        23_508_032,
        267_428,
        3_700,
    ]
