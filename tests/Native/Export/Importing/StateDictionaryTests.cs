using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.SafeTensors;

namespace TorchBasics.Tests.Native.Export.Importing;

public sealed class StateDictionaryTests : IDisposable
{
    private static readonly Architecture Normalized = new(
        "normalized",
        [1, 3, 4],
        new Conv2d("conv", 1, 2, kernel: 2, stride: 1, padding: 0),
        new BatchNorm2d("bn1", 2),
        new Relu(),
        new Flatten(),
        new Linear("fc", 12, 3));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_alone_are_taken_for_the_only_model_that_they_fit()
    {
        TorchFile.Write(_folder["weights.pt"], Networks.Of("lenet5").Weights);

        var model = ModelImport.Read(_folder["weights.pt"]);

        Assert.Equal("lenet5", model.Model.Architecture.Name);
        Assert.StartsWith(
            "The file does not say how values become the numbers that enter the network; "
            + "pixels were taken to be standardised by the mean 0.1307", model.Notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_computed_with_arrays_is_said_to_be_assumed_until_a_person_says_it()
    {
        NpzFile.Write(_folder["tanh.npz"], Networks.Of("lenet5").Weights); // any network with these names and shapes looks so

        var assumed = ModelImport.Read(_folder["tanh.npz"]);
        var said = ModelImport.Read(_folder["tanh.npz"], new ImportOptions { Architecture = LeNet5.Architecture });

        Assert.Contains(
            "tanh.npz holds arrays and does not say what is computed with them; by names and shapes they were taken for those of "
            + "lenet5, with ReLU, MaxPool2d between", assumed.Notes[0], StringComparison.Ordinal);
        Assert.Contains("--architecture", assumed.Notes[0], StringComparison.Ordinal);
        Assert.False(assumed.StatesNetwork);
        Assert.True(said.StatesNetwork);
        Assert.DoesNotContain(said.Notes, note => note.Contains("does not say what is computed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("module.conv1 module.conv2 module.fc1 module.fc2 module.fc3")]
    [InlineData("net.features.conv1 net.features.conv2 net.classifier.fc1 net.classifier.fc2 net.classifier.fc3")]
    [InlineData("features.0 features.3 classifier.1 classifier.3 classifier.5")]
    [InlineData("module.features.0 module.features.3 module.classifier.0 module.classifier.2 module.classifier.10")]
    [InlineData("layers.0.0 layers.1.0 layers.2.1 layers.2.3 layers.10.0")]
    public void Names_behind_prefixes_are_matched_by_name_or_by_shape_and_order(string owners)
    {
        var weights = Networks.Of("lenet5").Weights;
        var renamed = weights.Select((array, i) => new NamedArray(
            $"{owners.Split(' ')[i / 2]}.{array.Name.Split('.')[1]}", array.Type, array.Sizes, array.Bytes)).ToList();
        TorchFile.Write(_folder["prefixed.pt"], renamed);
        NpzFile.Write(_folder["sorted.npz"], renamed.OrderBy(array => array.Name, StringComparer.Ordinal));

        foreach (var file in new[] { "prefixed.pt", "sorted.npz" })
        {
            var model = ModelImport.Read(_folder[file]);

            Assert.Equal("lenet5", model.Model.Architecture.Name);
            Assert.All(weights.Zip(model.Model.Weights), pair => Assert.True(
                pair.First.Name == pair.Second.Name && pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span),
                pair.First.Name));
            Assert.Contains(model.Notes, note => note.StartsWith("The arrays are called ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Names_of_any_kind_will_do_for_a_network_that_is_named()
    {
        string[] names = ["hidden.weight", "hidden.bias", "answer.weight", "answer.bias"];
        TorchFile.Write(_folder["own.pt"], Networks.Of("mlp").Weights
            .Zip(names, (array, name) => new NamedArray(name, array.Type, array.Sizes, array.Bytes)));

        Assert.Contains(
            "no model of the catalogue has just these",
            Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["own.pt"])).Message,
            StringComparison.Ordinal);
        var model = ModelImport.Read(
            _folder["own.pt"], new ImportOptions { Architecture = Mlp.Describe("mlp", [1, 28, 28], 10, 300) });
        Assert.Equal(
            "The arrays are called hidden.weight to answer.bias; "
            + "by shape and order they were taken for fc1.weight to fc2.bias of mlp.",
            model.Notes[0]);
    }

    [Fact]
    public void Numbers_whose_order_contradicts_the_shapes_are_not_matched()
    {
        string[] names = ["3.weight", "3.bias", "0.weight", "0.bias"];
        TorchFile.Write(_folder["reversed.pt"], Networks.Of("mlp").Weights
            .Zip(names, (array, name) => new NamedArray(name, array.Type, array.Sizes, array.Bytes)));

        Assert.Contains(
            "no model of the catalogue has just these",
            Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["reversed.pt"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalization_is_written_with_the_count_that_PyTorch_asks_for_and_read_without()
    {
        var model = Networks.Of(Normalized);
        ModelExport.Write(model, _folder["bn.pt"], FileKind.PyTorch);

        var arrays = TorchFile.Read(_folder["bn.pt"]).Arrays;

        Assert.Equal(
            ["conv.weight", "conv.bias", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var",
                "bn1.num_batches_tracked", "fc.weight", "fc.bias"],
            arrays.Select(array => array.Name));
        var count = arrays.Single(array => array.Name == "bn1.num_batches_tracked");
        Assert.Equal((ElementType.Int64, 0, 0L), (count.Type, count.Sizes.Count, count.Values<long>()[0]));
        Assert.Equal(
            model.Weights.Select(array => $"{array}"),
            ModelImport.Read(_folder["bn.pt"]).Model.Weights.Select(array => $"{array}"));
    }

    [Fact]
    public void The_numbered_names_of_a_Sequential_are_matched_statistics_included()
    {
        var model = Networks.Of(Normalized);
        string[] names = ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "4.weight", "4.bias"];
        var arrays = model.Weights.Zip(names, (array, name) => new NamedArray(name, array.Type, array.Sizes, array.Bytes))
            .ToList();
        TorchFile.Write(
            _folder["numbered.pt"],
            [.. arrays.Take(6), NamedArray.Of<long>("1.num_batches_tracked", [], [17]), .. arrays.Skip(6)]);

        var read = ModelImport.Read(_folder["numbered.pt"], new ImportOptions { Architecture = Normalized });

        Assert.Equal(
            model.Weights.Select(array => array.Values<float>().ToArray()),
            read.Model.Weights.Select(array => array.Values<float>().ToArray()));
    }

    [Fact]
    public void A_count_without_statistics_is_no_count()
    {
        TorchFile.Write(
            _folder["odd.pt"], [.. Networks.Of("lenet5").Weights, NamedArray.Of<long>("conv1.num_batches_tracked", [], [3])]);

        var error = Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["odd.pt"]));

        Assert.Contains("conv1.num_batches_tracked", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_that_fit_several_models_ask_which()
    {
        NpzFile.Write(_folder["and.npz"], Networks.Of("threshold-and").Weights);

        var error = Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["and.npz"]));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(
            "they fit threshold-and, threshold-or, threshold-nand, perceptron", error.Message, StringComparison.Ordinal);
        Assert.Equal("perceptron", ModelImport.Read(
            _folder["and.npz"], new ImportOptions { Architecture = Perceptron.Describe(2) }).Model.Architecture.Name);
    }

    [Fact]
    public void Arrays_of_no_model_are_refused_and_listed()
    {
        SafeTensorsFile.Write(
            _folder["bert.safetensors"], [NamedArray.Of<float>("embeddings.weight", [2, 3], [1, 2, 3, 4, 5, 6])]);

        var error = Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["bert.safetensors"]));

        Assert.Contains(
            "no model of the catalogue has just these: embeddings.weight Float32 [2, 3]",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_beyond_single_precision_is_refused_by_its_place()
    {
        var weights = Networks.Of("xor-mlp").Weights;
        TorchFile.Write(
            _folder["wide.pt"],
            [.. weights.SkipLast(1), NamedArray.Of<double>(weights[^1].Name, [.. weights[^1].Sizes], [1, 1e300])]);

        var error = Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["wide.pt"]));

        Assert.EndsWith(
            "wide.pt: output.bias holds 1E+300 at place 1, which is beyond the range of Float32.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_refused_by_their_place()
    {
        var weights = Networks.Of("xor-mlp").Weights;
        TorchFile.Write(
            _folder["nan.pt"],
            [.. weights.SkipLast(1), NamedArray.Of<float>(weights[^1].Name, [.. weights[^1].Sizes], [1, float.NaN])]);

        var error = Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["nan.pt"]));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.EndsWith(
            "nan.pt: output.bias holds NaN at place 1; a network needs finite weights. Did its training fail?",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_arrays_is_refused()
    {
        NpzFile.Write(_folder["empty.npz"], []);

        Assert.EndsWith(
            "empty.npz holds no arrays.",
            Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["empty.npz"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_the_names_of_the_layers_are_no_news()
    {
        var model = Networks.Of(new Architecture("numbered", [2], new Linear("0", 2, 3), new Relu(), new Linear("2", 3, 2)));
        ModelExport.Write(model, _folder["numbered.pt"], FileKind.PyTorch);

        Assert.Empty(ModelImport.Read(_folder["numbered.pt"]).Notes);
    }

    [Fact]
    public void A_record_that_is_longer_than_any_of_ours_is_refused_before_it_is_taken_apart()
    {
        var record = new Dictionary<string, string> { ["torchbasics.json"] = new string(' ', (1 << 22) + 1) };
        TorchFile.Write(_folder["long.pt"], Networks.Of("xor-mlp").Weights, record);

        Assert.Contains(
            "The record 'torchbasics.json' has 4194305 characters; expected at most 4194304",
            Assert.Throws<MalformedFileException>(() => ModelImport.Read(_folder["long.pt"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_would_not_be_read_back_are_not_written()
    {
        var model = Networks.Small();
        var wordy = model with { ClassNames = [.. model.ClassNames.Select(_ => new string('x', 1 << 19))] };

        var error = Assert.Throws<TorchBasicsException>(
            () => ModelExport.Write(wordy, _folder["small.safetensors"], FileKind.SafeTensors));

        Assert.StartsWith("'torchbasics.classes' has ", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void The_numbers_of_a_Sequential_are_taken_in_order()
    {
        string[] names =
            ["0.weight", "0.bias", "3.weight", "3.bias", "7.weight", "7.bias", "9.weight", "9.bias", "11.weight", "11.bias"];
        var weights = Networks.Of("lenet5").Weights;
        TorchFile.Write(
            _folder["sequential.pt"],
            weights.Zip(names, (array, name) => new NamedArray(name, array.Type, array.Sizes, array.Bytes)));

        var model = ModelImport.Read(_folder["sequential.pt"]);

        Assert.Equal(weights.Select(array => array.ToString()), model.Model.Weights.Select(array => array.ToString()));
        Assert.Contains(
            "The arrays are called 0.weight to 11.bias; "
            + "by shape and order they were taken for conv1.weight to fc3.bias of lenet5.",
            model.Notes);
    }

    [Fact]
    public void Numbers_in_double_are_rounded_and_that_is_said_where_it_changes_them()
    {
        var weights = Networks.Of("xor-mlp").Weights;
        NpzFile.Write(_folder["double.npz"], weights.Select((array, i) => NamedArray.Of<double>(
            array.Name, array.Sizes, array.Values<float>().ToArray().Select(value => i == 0 ? value + 1e-12 : value).ToArray())));

        var model = ModelImport.Read(_folder["double.npz"]);

        Assert.Equal(
            [$"{weights[0].Name} is stored in Float64; its numbers were rounded to Float32."],
            model.Notes.Where(note => note.Contains("stored", StringComparison.Ordinal)));
        Assert.All(
            model.Model.Weights.Zip(weights).Skip(1),
            pair => Assert.Equal(pair.Second.Values<float>().ToArray(), pair.First.Values<float>().ToArray()));
    }

    [Fact]
    public void Half_precision_is_widened_without_loss()
    {
        var half = Networks.Of("xor-mlp").Weights.Select(array => NamedArray.Of<Half>(
            array.Name, array.Sizes, array.Values<float>().ToArray().Select(value => (Half)value).ToArray())).ToList();
        SafeTensorsFile.Write(_folder["half.safetensors"], half);

        var model = ModelImport.Read(_folder["half.safetensors"]);

        Assert.DoesNotContain(model.Notes, note => note.Contains("stored", StringComparison.Ordinal));
        Assert.Equal((float)half[0].Values<Half>()[1], model.Model.Weights[0].Values<float>()[1]);
    }

    [Fact]
    public void Integers_are_no_weights()
    {
        NpzFile.Write(_folder["whole.npz"], [NamedArray.Of<int>("fc1.weight", [1], [1])]);

        var error = Assert.Throws<TorchBasicsException>(() => ModelImport.Read(_folder["whole.npz"]));

        Assert.Contains("fc1.weight Int32 [1] is no array of weights", error.Message, StringComparison.Ordinal);
    }
}
