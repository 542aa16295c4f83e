using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Training.Data;

/// <summary>Tests that change the environment of the process; they run alone.</summary>
[CollectionDefinition("Environment", DisableParallelization = true)]
public class EnvironmentGroup;

[Collection("Environment")]
public sealed class DataCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _data = Environment.GetEnvironmentVariable(DataLocations.DataVariable);
    private readonly string? _cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");

    public DataCatalogTests()
    {
        Environment.SetEnvironmentVariable(DataLocations.DataVariable, null);
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _folder["cache"]);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(DataLocations.DataVariable, _data);
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cache);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_of_four_idx_files_is_a_data_set(bool compressed)
    {
        IdxBytes.WriteSet(_folder["mine"], compressed);

        var split = DataCatalog.Load(_folder["mine"]);

        Assert.Equal([1, 2, 3], split.Train.Shape);
        Assert.Equal([3, 1, 4, 1], split.Train.Labels.ToArray());
        Assert.Equal([60, 70, 80, 90, 100, 110], split.Train.Sample<byte>(1).ToArray());
        Assert.Equal([5, 9], split.Test.Labels.ToArray());
        Assert.Equal("mine", split.Train.Name);
        Assert.Equal(ClassNames.Digits, split.Train.ClassNames);
        Assert.Null(split.Notice);
    }

    [Fact]
    public void A_parent_of_the_folder_does_too()
    {
        IdxBytes.WriteSet(_folder["fashion-mnist"]);

        var split = DataCatalog.Load(_folder.Path);

        Assert.Equal("fashion-mnist", split.Train.Name);
        Assert.Equal("Ankle boot", split.Train.ClassNames[9]);
    }

    [Fact]
    public void A_parent_of_two_sets_asks_which_one()
    {
        IdxBytes.WriteSet(_folder["mnist"]);
        IdxBytes.WriteSet(_folder["fashion-mnist"]);

        var error = Refused(ErrorKind.Usage, _folder.Path);

        Assert.Contains($"name one of {_folder["mnist"]}, {_folder["fashion-mnist"]}", error.Message);
    }

    [Fact]
    public void The_folder_the_user_names_comes_before_the_variable_and_that_before_the_cache()
    {
        IdxBytes.WriteSet(_folder["cache/torchbasics/data/mnist"]);
        var fromCache = DataCatalog.Load("mnist");
        IdxBytes.WriteSet(_folder["variable/mnist"], damage: (name, bytes) => WithFirstLabel(name, bytes, 7));
        Environment.SetEnvironmentVariable(DataLocations.DataVariable, _folder["variable"]);
        var fromVariable = DataCatalog.Load("mnist");
        IdxBytes.WriteSet(_folder["named"], damage: (name, bytes) => WithFirstLabel(name, bytes, 8));

        var fromFolder = DataCatalog.Load("mnist", new DataOptions { Folder = _folder["named"] });

        Assert.Equal(
            (3, 7, 8), (fromCache.Train.Labels.Span[0], fromVariable.Train.Labels.Span[0], fromFolder.Train.Labels.Span[0]));
        Assert.Equal("mnist", fromFolder.Train.Name);
    }

    [Fact]
    public void The_variable_may_name_the_set_s_own_folder_but_not_another_set_s()
    {
        IdxBytes.WriteSet(_folder["Fashion"]);
        Environment.SetEnvironmentVariable(DataLocations.DataVariable, _folder["Fashion"]);

        var split = DataCatalog.Load("fashion-mnist");

        Assert.Equal(ClassNames.FashionMnist, split.Train.ClassNames);
        Refused(ErrorKind.Data, "mnist");
    }

    [Fact]
    public void A_set_that_is_nowhere_says_where_it_was_looked_for_and_how_to_fetch_it()
    {
        Environment.SetEnvironmentVariable(DataLocations.DataVariable, _folder["variable"]);

        var error = Refused(ErrorKind.Data, "mnist");

        Assert.Contains(
            $"not found in {_folder["variable/mnist"]}, {_folder["variable"]}, {_folder["cache/torchbasics/data/mnist"]}.",
            error.Message);
        Assert.Contains("`torchbasics data fetch mnist`", error.Message);
    }

    [Fact]
    public void Another_content_than_the_published_one_is_remarked_upon_and_loads()
    {
        IdxBytes.WriteSet(_folder["mnist"]);

        var split = DataCatalog.Load(_folder["mnist"]);

        Assert.Equal(
            "The training and the test set of mnist is not the published one; figures cannot be compared with others'.",
            split.Notice);
    }

    [Theory]
    [InlineData("mnits", "Did you mean 'mnist'?")]
    [InlineData("fashion_mnist", "Did you mean 'fashion-mnist'?")]
    [InlineData("xorr", "Did you mean 'xor'?")]
    public void An_unknown_name_suggests_the_nearest(string name, string hint)
    {
        var error = Refused(ErrorKind.Usage, name);

        Assert.StartsWith($"There is no data set called '{name}'", error.Message);
        Assert.EndsWith(hint, error.Message);
    }

    [Fact]
    public void Names_ignore_case() => Assert.Equal("xor", DataCatalog.Load("XOR").Train.Name);

    [Fact]
    public void A_path_that_does_not_exist_is_refused()
    {
        var error = Refused(ErrorKind.Data, _folder["absent"]);

        Assert.StartsWith($"{_folder["absent"]} does not exist;", error.Message);
    }

    [Fact]
    public void An_empty_folder_is_refused()
    {
        Directory.CreateDirectory(_folder["empty"]);

        var error = Refused(ErrorKind.Data, _folder["empty"]);

        Assert.StartsWith($"The folder {_folder["empty"]} holds no data set; expected train-images-idx3-ubyte,", error.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        IdxBytes.WriteSet(_folder["part"]);
        File.Delete(_folder["part/t10k-labels-idx1-ubyte"]);

        var error = Refused(ErrorKind.Data, _folder["part"]);

        Assert.StartsWith($"The folder {_folder["part"]} lacks t10k-labels-idx1-ubyte (plain or .gz);", error.Message);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        File.WriteAllText(_folder["notes.txt"], "no data");

        var error = Refused(ErrorKind.Data, _folder["notes.txt"]);

        Assert.Contains("is not a data set", error.Message);
    }

    [Fact]
    public void Limits_take_the_first_samples()
    {
        IdxBytes.WriteSet(_folder["mine"]);

        var split = DataCatalog.Load(_folder["mine"], new DataOptions { TrainLimit = 3, TestLimit = 1 });

        Assert.Equal([3, 1, 4], split.Train.Labels.ToArray());
        Assert.Equal([5], split.Test.Labels.ToArray());
    }

    [Fact]
    public void A_limit_of_0_is_refused()
    {
        var error = Assert.Throws<TorchBasicsException>(() => DataCatalog.Load("xor", new DataOptions { TrainLimit = 0 }));

        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Fact]
    public void Digits_are_drawn_when_nobody_names_a_set_and_are_not_the_same_to_learn_and_to_test()
    {
        var split = DataCatalog.Load(DataCatalog.Default, new DataOptions { TrainLimit = 20, TestLimit = 20 });

        Assert.Equal("digits: 20 samples [N, 1, 28, 28], 10 classes", split.Train.ToString());
        Assert.Equal(20, split.Test.Count);
        Assert.NotEqual(split.Train.Hash, split.Test.Hash);
        Assert.Equal(split.Train.Hash, DataCatalog.Load("digits", new DataOptions { TrainLimit = 20, TestLimit = 1 }).Train.Hash);
    }

    private static TorchBasicsException Refused(ErrorKind kind, string nameOrPath)
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => DataCatalog.Load(nameOrPath));
        Assert.Equal(kind, error.Kind);
        return error;
    }

    private static byte[] WithFirstLabel(string name, byte[] bytes, byte label)
    {
        if (name == "train-labels-idx1-ubyte")
            bytes[8] = label;
        return bytes;
    }
}
