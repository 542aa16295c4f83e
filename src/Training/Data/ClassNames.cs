namespace TorchBasics.Training.Data;

/// <summary>What the class numbers of well-known data sets mean.</summary>
public static class ClassNames
{
    /// <summary>"0" to "9".</summary>
    public static IReadOnlyList<string> Digits { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>The ten kinds of clothing of Fashion-MNIST (Xiao, Rasul, Vollgraf 2017, table 2).</summary>
    public static IReadOnlyList<string> FashionMnist { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
}
