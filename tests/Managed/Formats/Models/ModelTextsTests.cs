using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Models;

namespace TorchBasics.Tests.Managed.Formats.Models;

public sealed class ModelTextsTests
{
    private const string Deskewed = "torchbasics.deskewed";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whether_pictures_are_deskewed_comes_back(bool isDeskewed) =>
        Assert.Equal(isDeskewed, ModelTexts.Read("file", ModelTexts.Write(Small(isDeskewed))).IsDeskewed);

    [Fact]
    public void A_model_of_pictures_as_they_are_says_nothing_of_deskewing() =>
        Assert.DoesNotContain(Deskewed, ModelTexts.Write(Small(isDeskewed: false)).Keys);

    [Fact]
    public void Another_word_for_deskewing_is_refused()
    {
        var texts = ModelTexts.Write(Small(isDeskewed: true));
        texts[Deskewed] = "yes";

        var error = Assert.Throws<MalformedFileException>(() => ModelTexts.Read("file", texts));

        Assert.Contains("The metadata 'torchbasics.deskewed' are not 'true', the only text that they can be.", error.Message);
    }

    [Theory]
    [InlineData(PicturePreparation.Sign)]
    [InlineData(PicturePreparation.Whole)]
    public void How_pictures_are_prepared_comes_back(PicturePreparation preparation)
    {
        var texts = ModelTexts.Write(Small(isDeskewed: false) with { Preparation = preparation });

        Assert.Equal(preparation, ModelTexts.Read("file", texts).Preparation);
        Assert.Equal(preparation == PicturePreparation.Whole, texts.ContainsKey("torchbasics.pictures"));
    }

    [Fact]
    public void Another_word_for_the_preparation_is_refused()
    {
        var texts = ModelTexts.Write(Small(isDeskewed: false));
        texts["torchbasics.pictures"] = "half";

        var error = Assert.Throws<MalformedFileException>(() => ModelTexts.Read("file", texts));

        Assert.Contains("The metadata 'torchbasics.pictures' are not 'whole', the only text that they can be.", error.Message);
    }

    [Fact]
    public void The_columns_of_a_table_and_the_targets_come_back()
    {
        var architecture = new Architecture("line", [3], new Linear("fc1", 3, 1));
        var model = new Model(architecture, WeightInitializer.Draw(architecture, seed: 1))
        {
            Table = [new("a", fill: [0.1f]), new("b", ["x, \"y\"", "é"], [1f / 3, 2f / 3])],
            Targets = new(["price"], [1.0 / 3], [1e-7]),
        };

        var header = ModelTexts.Read("file", ModelTexts.Write(model));

        Assert.Equal(model.Table, header.Table);
        Assert.Equal(model.Targets, header.Targets);
        Assert.Equal(model.Targets, header.With("file", model.Weights).Targets);
        Assert.Equal(model.Table, header.With("file", model.Weights).Table);
    }

    [Fact]
    public void A_model_of_pictures_says_nothing_of_tables_and_targets() => Assert.DoesNotContain(
        ModelTexts.Write(Small(isDeskewed: false)).Keys, key => key is "torchbasics.table" or "torchbasics.targets");

    [Theory]
    [InlineData("torchbasics.table", "null")]
    [InlineData("torchbasics.table", "[null]")]
    [InlineData("torchbasics.table", "[{}]")]
    [InlineData("torchbasics.table", "[{\"name\":null}]")]
    [InlineData("torchbasics.table", "[{\"name\":\"a\",\"categories\":[\"x\",\"x\"]}]")]
    [InlineData("torchbasics.table", "[{\"name\":\"a\",\"fill\":[\"NaN\"]}]")]
    [InlineData("torchbasics.targets", "{}")]
    [InlineData("torchbasics.targets", "{\"names\":[\"a\"],\"means\":[1],\"deviations\":[0]}")]
    [InlineData("torchbasics.targets", "{\"names\":[null],\"means\":[1],\"deviations\":[1]}")]
    [InlineData("torchbasics.targets", "{\"names\":null,\"means\":null,\"deviations\":null}")]
    [InlineData("torchbasics.targets", "[")]
    public void Damaged_texts_are_refused(string key, string text)
    {
        var texts = ModelTexts.Write(Small(isDeskewed: false));
        texts[key] = text;

        var error = Assert.Throws<MalformedFileException>(() => ModelTexts.Read("file", texts));

        Assert.Contains($"'{key}' cannot be read", error.Message, StringComparison.Ordinal);
    }

    private static Model Small(bool isDeskewed)
    {
        var architecture = new Architecture("small", [1, 2, 3], new Flatten(), new Linear("out", 6, 2));
        return new(architecture, WeightInitializer.Draw(architecture, seed: 1)) { IsDeskewed = isDeskewed };
    }
}
