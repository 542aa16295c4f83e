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

    private static Model Small(bool isDeskewed)
    {
        var architecture = new Architecture("small", [1, 2, 3], new Flatten(), new Linear("out", 6, 2));
        return new(architecture, WeightInitializer.Draw(architecture, seed: 1)) { IsDeskewed = isDeskewed };
    }
}
