using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Data.Fetching;

/// <summary>A data set that can be downloaded.</summary>
/// <param name="Name">Name of the set, as the catalogue knows it.</param>
/// <param name="Mirrors">Folders on the web that hold the files, the one to try first at the head; each ends in a slash.</param>
/// <param name="Files">The files.</param>
public sealed record RemoteSet(string Name, IReadOnlyList<Uri> Mirrors, IReadOnlyList<RemoteFile> Files)
{
    /// <summary>MNIST (LeCun, Cortes, Burges): 11.6 MB.</summary>
    /// <remarks>The hashes are those of the files that LeCun published, compressed and unpacked.</remarks>
    public static RemoteSet Mnist { get; } = new(
        "mnist",
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
        [
            new(
                "train-images-idx3-ubyte.gz",
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new(
                "train-labels-idx1-ubyte.gz",
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new(
                "t10k-images-idx3-ubyte.gz",
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new(
                "t10k-labels-idx1-ubyte.gz",
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ]);

    /// <summary>Fashion-MNIST (Xiao, Rasul, Vollgraf 2017): 30.9 MB.</summary>
    /// <remarks>
    /// The hashes are those of the files in the authors' repository; its published MD5 sums belong to the same files.
    /// </remarks>
    public static RemoteSet FashionMnist { get; } = new(
        "fashion-mnist",
        [
            new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        ],
        [
            new("train-images-idx3-ubyte.gz", "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            new("train-labels-idx1-ubyte.gz", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            new("t10k-images-idx3-ubyte.gz", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            new("t10k-labels-idx1-ubyte.gz", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ]);

    /// <summary>Every set that can be downloaded.</summary>
    public static IReadOnlyList<RemoteSet> All { get; } = [Mnist, FashionMnist];

    /// <summary>Finds a set by its name.</summary>
    /// <param name="name">Name, in any case.</param>
    /// <returns>The set.</returns>
    /// <exception cref="TorchBasicsException">There is no such set to download: kind Usage.</exception>
    public static RemoteSet Find(string name)
    {
        var names = All.Select(set => set.Name).ToList();
        return All.FirstOrDefault(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new TorchBasicsException(
                ErrorKind.Usage, $"There is no data set called '{name}' to download; "
                    + $"expected one of {string.Join(", ", names)}.{NearestName.Hint(name, names)}");
    }
}
