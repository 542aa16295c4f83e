using System.Security.Cryptography;
using SkiaSharp;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Tests.Managed.Pictures;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

public sealed class PictureFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_folder_inside_is_a_class_in_ordinal_order()
    {
        Draw("pets", "dog", 20);
        Draw("pets", "Cat", 20);
        Draw("pets", "ant", 20);

        var split = DataCatalog.Load(_folder["pets"]);

        Assert.Equal(["Cat", "ant", "dog"], split.Train.ClassNames);
        Assert.Equal("pets", split.Train.Name);
        Assert.Equal([1, 28, 28], split.Train.Shape);
        Assert.Equal(60, split.Train.Count + split.Test.Count);
        Assert.Equal(PicturePreparation.Whole, split.Train.Preparation);
        Assert.All(
            Samples(split.Train).Concat(Samples(split.Test)), sample => Assert.Equal(GreyOf(sample.Class), sample.Grey % 4));

        static int GreyOf(string name) => name switch { "Cat" => 0, "ant" => 1, _ => 2 };
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void The_hash_of_its_content_says_whether_a_picture_is_to_test_by(double share)
    {
        Draw("set", "a", 30);
        Draw("set", "b", 30);

        var split = DataCatalog.Load(_folder["set"], new DataOptions { TestShare = share });

        var expected = Directory.EnumerateFiles(_folder["set"], "*", SearchOption.AllDirectories)
            .Count(file => SHA256.HashData(File.ReadAllBytes(file))[0] < share * 256); // 0.2 * 256 is 51.2: one in 256 in doubt
        Assert.InRange(split.Test.Count, expected - 1, expected + 1);
        Assert.InRange(split.Test.Count, 1, 59);
    }

    [Fact]
    public void A_picture_stays_in_its_part_whatever_it_is_called_and_whatever_else_comes()
    {
        Draw("set", "a", 20);
        Draw("set", "b", 20);
        var before = DataCatalog.Load(_folder["set"]);
        foreach (var file in Directory.GetFiles(_folder["set/a"]))
            File.Move(file, Path.Combine(_folder["set/a"], $"renamed-{Path.GetFileName(file)}"));

        var renamed = DataCatalog.Load(_folder["set"]);
        Draw("set", "b", 40);
        var grown = DataCatalog.Load(_folder["set"]);

        Assert.Equal((before.Train.Hash, before.Test.Hash), (renamed.Train.Hash, renamed.Test.Hash));
        Assert.Subset(Samples(grown.Test).ToHashSet(), Samples(before.Test).ToHashSet());
        Assert.Subset(Samples(grown.Train).ToHashSet(), Samples(before.Train).ToHashSet());
        Assert.Equal(60, grown.Train.Count + grown.Test.Count);
    }

    [Fact]
    public void Two_files_of_one_content_are_never_in_different_parts()
    {
        Draw("set", "a", 20);
        Draw("set", "b", 20);
        foreach (var file in Directory.GetFiles(_folder["set/a"]))
            File.Copy(file, Path.Combine(_folder["set/a"], $"again-{Path.GetFileName(file)}"));

        var split = DataCatalog.Load(_folder["set"]);

        Assert.Empty(Samples(split.Train).Intersect(Samples(split.Test)));
        Assert.Equal(60, split.Train.Count + split.Test.Count);
    }

    [Fact]
    public void The_first_samples_are_of_all_classes()
    {
        Draw("set", "a", 30);
        Draw("set", "b", 30);

        var few = DataCatalog.Load(_folder["set"], new DataOptions { TrainLimit = 12 }).Train;

        Assert.Equal(2, few.Labels.ToArray().Distinct().Count());
    }

    [Fact]
    public void A_folder_with_train_and_test_is_divided_already()
    {
        Draw("set/train", "a", 5);
        Draw("set/train", "b", 4);
        Draw("set/test", "a", 2);
        Draw("set/test", "b", 3);
        Draw("set/validation", "b", 3);

        var split = DataCatalog.Load(_folder["set"]);

        Assert.Equal((9, 5), (split.Train.Count, split.Test.Count));
        Assert.Equal(["a", "b"], split.Test.ClassNames);
        Assert.Equal(
            $"Of {_folder["set"]}, only train and test are used, not validation. "
            + "5 pictures to test by are among those to learn from, too.",
            split.Notice);
    }

    [Fact]
    public void Train_and_test_may_be_the_names_of_classes()
    {
        Draw("set", "train", 30);
        Draw("set", "test", 30);

        Assert.Equal(["test", "train"], DataCatalog.Load(_folder["set"]).Train.ClassNames);
    }

    [Fact]
    public void Pictures_are_scaled_to_the_size_asked_for_and_signs_are_cut_out()
    {
        Draw("set", "a", 20);
        Draw("set", "b", 20);

        var wide = DataCatalog.Load(_folder["set"], new DataOptions { PictureSize = new(7, 9) });
        var signs = Assert.Throws<TorchBasicsException>(() => DataCatalog.Load(
            _folder["set"], new DataOptions { Preparation = PicturePreparation.Sign }));

        Assert.Equal([1, 7, 9], wide.Train.Shape);
        Assert.Contains("a/00.png shows nothing but its background", signs.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_cannot_be_read_is_named_the_first_of_them_always()
    {
        Draw("set", "a", 20);
        Draw("set", "b", 20);
        File.WriteAllText(_folder["set/a/07.png"], "no picture");
        File.WriteAllBytes(_folder["set/b/03.png"], []);

        for (var time = 0; time < 5; time++)
            AssertBad(
                $"{_folder["set"]}/a/07.png is not a picture; expected a PNG or JPEG file. "
                + $"Nothing of {_folder["set"]} is used until it is put right or taken out.");
    }

    [Fact]
    public void A_class_without_a_picture_is_refused()
    {
        Draw("set", "a", 3);
        Directory.CreateDirectory(_folder["set/b"]);

        AssertBad(
            $"The folder {_folder["set/b"]} holds no picture; each class is a folder with files that end in .png, .jpg, .jpeg. "
            + "Put pictures into it, or remove it.");
    }

    [Fact]
    public void A_folder_above_those_of_classes_is_told_apart_from_a_class()
    {
        Draw("set/animals", "dog", 3);
        Draw("set/animals", "cat", 3);

        AssertBad(
            $"The folder {_folder["set/animals"]} holds no picture; each class is a folder with files that end in .png, .jpg, "
            + $".jpeg. It holds folders, such as cat: if those are the classes, --data {_folder["set/animals"]} takes them.");
    }

    [Fact]
    public void One_class_alone_is_none()
    {
        Draw("set", "a", 9);

        AssertBad($"{_folder["set"]} holds one folder, a; at least 2 are needed, one for each class.");
    }

    [Fact]
    public void Pictures_beside_the_folders_are_refused()
    {
        Draw("set", "a", 3);
        Draw("set", "b", 3);
        File.Copy(_folder["set/a/00.png"], _folder["set/stray.PNG"]);

        AssertBad($"{_folder["set"]} holds pictures beside the folders of the classes. Move each into the folder of its class.");
    }

    [Fact]
    public void Too_few_pictures_to_divide_are_refused_with_what_to_do()
    {
        Draw("set", "a", 1);
        Draw("set", "b", 1);

        var error = Assert.Throws<TorchBasicsException>(
            () => DataCatalog.Load(_folder["set"], new DataOptions { TestShare = 1e-9 }));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.StartsWith($"None of the 2 pictures in {_folder["set"]} falls to the test set.", error.Message);
        Assert.Contains("Add pictures, change --test-share, or divide them yourself into", error.Message);
    }

    [Fact]
    public void A_class_that_could_not_be_learnt_is_refused()
    {
        Draw("set", "a", 40);
        Draw("set", "b", 40);
        var one = Directory.GetFiles(_folder["set/b"]).First(file => SHA256.HashData(File.ReadAllBytes(file))[0] < 50);
        foreach (var file in Directory.GetFiles(_folder["set/b"]).Where(file => file != one))
            File.Delete(file);

        var error = Assert.Throws<TorchBasicsException>(() => DataCatalog.Load(_folder["set"]));

        Assert.StartsWith($"No picture of the class 'b' in {_folder["set"]} falls to the training set.", error.Message);
    }

    [Theory]
    [InlineData("c", "train", "test", "tested")]
    [InlineData("d", "test", "train", "learnt")]
    public void Parts_with_different_classes_are_refused(string name, string has, string lacks, string reason)
    {
        foreach (var part in new[] { "train", "test" })
            foreach (var known in new[] { "a", "b" })
                Draw($"set/{part}", known, 2);
        Draw($"set/{has}", name, 2);

        AssertBad(
            $"{_folder[$"set/{has}"]} has the class '{name}', and {_folder[$"set/{lacks}"]} has not; "
            + $"both need the same folders, so that each class can be {reason}.");
    }

    [Fact]
    public void What_is_no_picture_and_what_is_of_two_classes_is_told()
    {
        Draw("set", "a", 20);
        Draw("set", "b", 20);
        File.WriteAllText(_folder["set/a/notes.txt"], "text");
        File.WriteAllText(_folder["set/a/.hidden"], "text");
        File.WriteAllText(_folder["set/a/Thumbs.db"], "text");
        File.Copy(_folder["set/a/04.png"], _folder["set/b/copy.png"]);

        Assert.Equal(
            $"Passed over, because it is neither PNG nor JPEG by name: 1 file, such as {_folder["set"]}/a/notes.txt. "
            + $"One picture is of two classes: {_folder["set"]}/a/04.png and {_folder["set"]}/b/copy.png.",
            DataCatalog.Load(_folder["set"]).Notice);
    }

    [Fact]
    public void Folders_are_looked_up_among_the_classes_of_a_network()
    {
        Draw("set", "b", 30);
        Draw("set", "c", 30);

        var split = DataCatalog.Load(_folder["set"], classes: ["c", "a", "b"]);
        var error = Assert.Throws<TorchBasicsException>(() => DataCatalog.Load(_folder["set"], classes: ["bb", "c"]));

        Assert.Equal(["c", "a", "b"], split.Train.ClassNames);
        Assert.All(Samples(split.Train), sample => Assert.Equal(sample.Class == "b" ? 0 : 1, sample.Grey % 4));
        Assert.StartsWith(
            $"The folder {_folder["set/b"]} is none of the network's classes bb, c.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_a_gibibyte_of_prepared_pictures_is_refused_before_any_is_read()
    {
        foreach (var name in new[] { "a", "b" })
        {
            Directory.CreateDirectory(_folder[$"set/{name}"]);
            for (var i = 0; i < 513; i++)
                File.WriteAllText(_folder[$"set/{name}/{i}.png"], "no picture");
        }

        var error = Assert.Throws<TorchBasicsException>(
            () => DataCatalog.Load(_folder["set"], new DataOptions { PictureSize = 1024 }));

        Assert.Equal(
            $"The 1,026 pictures in {_folder["set"]} make 1,075,838,976 bytes as 1024x1024 pixels each; "
            + "at most 1,073,741,824 are read. Take fewer of them, or a smaller --picture-size.",
            error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void A_size_out_of_range_is_refused(int size)
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => DataCatalog.Load("xor", new DataOptions { PictureSize = new(28, size) }));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal($"The size of pictures is 28x{size}; expected 1 to 1024 rows and columns.", error.Message);
    }

    private void AssertBad(string message)
    {
        var error = Assert.Throws<TorchBasicsException>(() => DataCatalog.Load(_folder["set"]));

        Assert.Equal((ErrorKind.Data, message), (error.Kind, error.Message));
    }

    // Picture i of class number n, in ordinal order, is all of grey 4 i + n.
    private void Draw(string set, string name, int count)
    {
        var number = name switch { "b" or "Cat" => 0, "dog" => 2, _ => 1 };
        Directory.CreateDirectory(_folder[$"{set}/{name}"]);
        for (var i = 0; i < count; i++)
        {
            var grey = (byte)((4 * i) + number);
            PictureFiles.Draw(
                _folder[$"{set}/{name}/{i:00}.png"], 12, 10, canvas => canvas.Clear(new SKColor(grey, grey, grey)));
        }
    }

    private static IEnumerable<(int Grey, string Class)> Samples(SampleSet set) => Enumerable.Range(0, set.Count)
        .Select(i => ((int)set.Sample<byte>(i)[0], set.ClassNames[set.Labels.Span[i]]));
}
