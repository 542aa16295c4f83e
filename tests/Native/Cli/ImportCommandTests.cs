using TorchBasics.Core;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Tests.Native.Export;
using TorchBasics.Tests.Native.Export.Onnx;
using static TorchBasics.Tests.Managed.Graphs.Nodes;

namespace TorchBasics.Tests.Native.Cli;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImportCommandTests() => TorchFile.Write(_folder["weights.pt"], Networks.Of("xor-mlp").Weights);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_from_elsewhere_become_a_model()
    {
        var output = CliProcess.Run(_folder.Path, "import", "weights.pt").ShouldSucceed();

        Assert.Contains("network     xor-mlp, 42 parameters, trained elsewhere", output, StringComparison.Ordinal);
        Assert.Equal("xor-mlp", ModelImport.Read(_folder["weights.safetensors"]).Model.Architecture.Name);
    }

    [Theory]
    [InlineData("import", "weights.pt")]
    [InlineData("evaluate", "weights.pt", "--data", "xor")]
    [InlineData("export", "weights.pt", "--format", "npz")]
    [InlineData("check", "--model", "weights.pt", "--engine", "reference", "--steps", "1", "--follow", "1")]
    [InlineData("train", "weights.pt", "--data", "xor", "--epochs", "1")]
    [InlineData("diff", "weights.pt", "weights.pt")]
    public void Whoever_reads_arrays_alone_says_that_what_they_compute_is_assumed(params string[] arguments)
    {
        var result = CliProcess.Run(_folder.Path, arguments);

        result.ShouldSucceed();
        Assert.Contains(
            "note: weights.pt holds arrays and does not say what is computed with them", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_missing_is_made_and_goes_again_if_nothing_comes_of_it()
    {
        File.WriteAllText(_folder["damaged.pt"], "PK\x3\x4");

        CliProcess.Run(_folder.Path, "import", "damaged.pt", "-o", "new/folder/x.safetensors").ShouldFail(3, "damaged.pt");
        Assert.Equal(["damaged.pt", "weights.pt"], _folder.Names.Order());
        CliProcess.Run(_folder.Path, "import", "weights.pt", "-o", "weights.pt/x")
            .ShouldFail(1, "weights.pt/x could not be written");
        CliProcess.Run(_folder.Path, "import", "weights.pt", "-o", "new/folder/x.safetensors").ShouldSucceed();
        Assert.Equal("xor-mlp", ModelImport.Read(_folder["new/folder/x.safetensors"]).Model.Architecture.Name);
    }

    [Fact]
    public void A_target_that_cannot_be_written_is_refused_before_the_work()
    {
        File.WriteAllText(_folder["damaged.pt"], "PK\x3\x4"); // which would be refused first, if it were read

        CliProcess.Run(_folder.Path, "import", "damaged.pt", "-o", _folder.Path)
            .ShouldFail(1, "it is a folder. Give the name of a file");
        CliProcess.Run(_folder.Path, "export", "damaged.pt", "-o", "/proc/x.onnx")
            .ShouldFail(1, "/proc/x.onnx could not be written");
    }

    [Fact]
    public void A_network_that_is_not_described_is_called_after_its_file()
    {
        Write("clothes.onnx", new Sketch(1, 4, 4).Random("w", 1, 1, 4, 4).Node("Conv", ["w"]).Node("Flatten"));
        Write("lenet5.onnx", new Sketch(1, 4, 4).Random("w", 1, 1, 4, 4).Node("Conv", ["w"]).Node("Flatten"));

        Assert.Equal("clothes", ModelImport.Read(_folder["clothes.onnx"]).Model.Architecture.Name);
        // else 'evaluate lenet5' would find it
        Assert.Equal("lenet5-imported", ModelImport.Read(_folder["lenet5.onnx"]).Model.Architecture.Name);
    }

    [Fact]
    public void A_network_that_is_one_of_the_catalogue_is_called_as_it_is_there()
    {
        Write("digits.onnx", new Sketch(
            1, 28, 28).Random("fc.weight", 784, 10).Random("fc.bias", 10).Node("Flatten").Node("Gemm", ["fc.weight", "fc.bias"]));

        Assert.Equal("softmax-regression", ModelImport.Read(_folder["digits.onnx"]).Model.Architecture.Name);
    }

    [Fact]
    public void Runs_can_be_named_by_their_model_where_files_are_compared_and_checked()
    {
        Training.Runs.Complete(Training.Runs.Xor(epochs: 1), _folder["runs/one"]);

        Assert.Contains(
            "the outputs for 16 samples are the same",
            CliProcess.Run(_folder.Path, "diff", "xor-mlp", "runs/one").ShouldSucceed(),
            StringComparison.Ordinal);
        Assert.Contains(
            "All within bounds",
            CliProcess.Run(_folder.Path, "check", "--model", "xor-mlp", "--engine", "reference", "--steps", "1", "--follow", "1")
                .ShouldSucceed(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_exists_is_replaced_only_when_it_is_named()
    {
        File.WriteAllText(_folder["weights.safetensors"], "mine");

        CliProcess.Run(_folder.Path, "import", "weights.pt").ShouldFail(2, "weights.safetensors exists already");

        Assert.Equal("mine", File.ReadAllText(_folder["weights.safetensors"]));
        CliProcess.Run(_folder.Path, "import", "weights.pt", "-o", "weights.safetensors").ShouldSucceed();
    }

    [Fact]
    public void What_the_file_does_not_say_can_be_said()
    {
        TorchFile.Write(_folder["digits.pt"], Networks.Of("softmax-regression").Weights);

        CliProcess.Run(_folder.Path, "import", "digits.pt", "--mean", "0.5", "--std", "0.25", "--classes", "a,b,c,d,e,f,g,h,i,j")
            .ShouldSucceed();

        var model = ModelImport.Read(_folder["digits.safetensors"]).Model;
        Assert.Equal(Normalization.FromMean(0.5, 0.25), model.Normalization);
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], model.ClassNames);
    }

    [Theory]
    [InlineData("Give --mean with --std, or --black with --white", "--mean", "0.5")]
    [InlineData("--mean is 0.5 and --std is 0; expected a finite mean, and a deviation above 0", "--mean", "0.5", "--std", "0")]
    [InlineData("--mean is NaN and --std is 1; expected a finite mean", "--mean", "nan", "--std", "1")]
    [InlineData("--std is 1E-45; expected a finite mean, and a deviation above 0", "--mean", "0", "--std", "1e-45")]
    [InlineData("--black is 1 and --white is 1; expected two different finite numbers", "--black", "1", "--white", "1")]
    [InlineData("Two classes are called 'a'; --classes gives each one a name of its own", "--classes", "a,a")]
    [InlineData("The name of a class is empty", "--classes", "a,")]
    [InlineData(
        "'import' writes safetensors; the ending of x.onnx says another format. "
        + "'torchbasics export weights.pt -o x.onnx' writes that",
        "-o",
        "x.onnx")]
    [InlineData("There are 3 names of classes; the network tells 2 apart", "--classes", "a,b,c")]
    [InlineData("There is no model 'lenet6'", "--architecture", "lenet6")]
    public void What_makes_no_sense_is_refused(string message, params string[] arguments)
    {
        CliProcess.Run(_folder.Path, ["import", "weights.pt", .. arguments]).ShouldFail(2, message);

        Assert.Equal(["weights.pt"], _folder.Names);
    }

    [Fact]
    public void A_file_that_is_damaged_is_refused_before_libtorch_is_loaded()
    {
        File.WriteAllBytes(_folder["cut.pt"], File.ReadAllBytes(_folder["weights.pt"])[..500]);

        CliProcess.Run(_folder.Path, "import", "cut.pt", "--libtorch", "/nowhere").ShouldFail(3, "cut.pt, byte ");
    }

    [Fact]
    public void Arrays_of_another_network_do_not_become_one() =>
        CliProcess.Run(_folder.Path, "import", "weights.pt", "--architecture", "lenet5")
            .ShouldFail(3, "These weights do not belong to lenet5");

    [Fact]
    public void A_file_that_says_itself_what_it_holds_is_not_taken_for_another_network()
    {
        ModelExport.Write(Networks.Of("xor-mlp"), _folder["xor.onnx"], FileKind.Onnx);

        CliProcess.Run(_folder.Path, "import", "xor.onnx", "--architecture", "mlp")
            .ShouldFail(2, "xor.onnx says itself what network it holds, xor-mlp; --architecture says mlp");
    }

    [Theory]
    [InlineData(30_000, 1, "has more than 16777216 elements")]
    [InlineData(4_000, 1, "a sample has 16,000,000 results; expected at most 65,536")]
    [InlineData(1_200, 1_000, "a sample takes 40,401,000,000 multiply-adds or comparisons")]
    public void A_few_bytes_that_ask_for_more_than_a_machine_has_are_refused_at_once(int side, int kernel, string reason)
    {
        Write("huge.onnx", new Sketch(1, side, side)
            .Node("MaxPool", Integers("kernel_shape", kernel, kernel), Integers("strides", 1, 1)));

        CliProcess.Run(_folder.Path, "import", "huge.onnx").ShouldFail(3, reason);

        Assert.Equal(["huge.onnx", "weights.pt"], _folder.Names.Order());
    }

    [Fact]
    public void What_a_terminal_would_obey_does_not_reach_it() =>
        CliProcess.Run(_folder.Path, "import", "\u001b[31mred.pt").ShouldFail(3, "\uFFFD[31mred.pt");

    [Fact]
    public void Numbered_arrays_are_ordered_by_number_with_the_weights_first()
    {
        var named = Networks.Of("xor-mlp").Weights;
        NamedArray Renamed(int place, string name) => new(name, named[place].Type, named[place].Sizes, named[place].Bytes);
        TorchFile.Write(
            _folder["sorted.pt"], [Renamed(3, "10.bias"), Renamed(2, "10.weight"), Renamed(1, "2.bias"), Renamed(0, "2.weight")]);

        var read = ModelImport.Read(_folder["sorted.pt"]).Model.Weights;

        Assert.All(named.Zip(read), pair => Assert.True(
            pair.First.Name == pair.Second.Name && pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span), pair.First.Name));
    }

    [Fact]
    public void Numbers_that_exceed_single_precision_are_an_error_of_the_network()
    {
        var model = Networks.Of("softmax-regression");
        var large = model.Weights.Select(array => NamedArray.Of<float>(
            array.Name, array.Sizes, array.Values<float>().ToArray().Select((_, i) => i % 2 == 0 ? 3e38f : -3e38f).ToArray()));
        TorchFile.Write(_folder["large.pt"], large);

        CliProcess.Run(_folder.Path, "evaluate", "large.pt", "--data", "digits", "--test-limit", "20")
            .ShouldFail(1, "The loss of softmax-regression in large.pt is not a number");
        CliProcess.Run(_folder.Path, "import", "large.pt").ShouldFail(1, "its numbers exceed the range of single precision");
    }

    [Fact]
    public void A_network_that_returns_pictures_is_not_evaluated_and_not_trained()
    {
        Write("picture.onnx", new Sketch(1, 28, 28).Random("w", 10, 1, 28, 28).Node("Conv", ["w"]));

        CliProcess.Run(_folder.Path, "evaluate", "picture.onnx", "--data", "digits")
            .ShouldFail(3, "cannot be evaluated: its results have the shape [N, 10, 1, 1]");
        CliProcess.Run(_folder.Path, "train", "picture.onnx", "--data", "digits")
            .ShouldFail(2, "picture gives results of the shape [N, 10, 1, 1]; expected one number for each class");
        Assert.Equal(["picture.onnx", "weights.pt"], _folder.Names.Order());
    }

    [Theory]
    [InlineData("FILE is empty", "import", "")]
    [InlineData("FILE is empty", "inspect", "")]
    [InlineData("--output is empty", "train", "xor-mlp", "--output", "")]
    [InlineData("--model is empty", "predict", "x.png", "--model", "")]
    public void An_empty_text_is_no_value(string message, params string[] arguments) =>
        CliProcess.Run(_folder.Path, arguments).ShouldFail(2, message);

    [Fact]
    public void A_network_that_returns_pictures_is_not_checked()
    {
        Write("picture.onnx", new Sketch(1, 4, 4).Node("Relu"));

        CliProcess.Run(_folder.Path, "check", "--model", "picture.onnx")
            .ShouldFail(3, "picture.onnx cannot be checked: its results have the shape [N, 1, 4, 4]");
    }

    [Fact]
    public void A_file_without_a_data_set_asks_for_one() =>
        CliProcess.Run(_folder.Path, "evaluate", "weights.pt")
            .ShouldFail(2, "does not say what it was trained on; --data names a data set");

    [Fact]
    public void Two_files_of_two_formats_are_compared()
    {
        ModelExport.Write(Networks.Of("xor-mlp"), _folder["same.onnx"], FileKind.Onnx);
        ModelExport.Write(Networks.Of("xor-mlp", seed: 2), _folder["other.npz"], FileKind.Npz);

        Assert.Contains(
            "the outputs for 16 samples are the same",
            CliProcess.Run(_folder.Path, "diff", "weights.pt", "same.onnx").ShouldSucceed(),
            StringComparison.Ordinal);
        var different = CliProcess.Run(_folder.Path, "diff", "same.onnx", "other.npz");
        Assert.Equal(1, different.Code);
        Assert.Contains(
            "4 of 4 arrays differ; the outputs for 16 samples differ by up to ", different.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_two_files_say_of_their_networks_is_compared_too()
    {
        var model = Networks.Small();
        ModelExport.Write(model, _folder["a.onnx"], FileKind.Onnx);
        ModelExport.Write(
            model with { Normalization = Normalization.FromMean(0.5, 0.5), ClassNames = ["p", "q", "r", "s"] },
            _folder["b.safetensors"],
            FileKind.SafeTensors);

        var result = CliProcess.Run(_folder.Path, "diff", "a.onnx", "b.safetensors");

        Assert.Equal(1, result.Code);
        Assert.Contains("all 4 arrays are the same, bit by bit", result.Output, StringComparison.Ordinal);
        Assert.Contains("Raw values enter the networks differently", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "The names of 4 classes differ; class 0 is 'class 0' in A, 'p' in B.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Graphs_that_scale_their_input_differently_differ()
    {
        var (sketch, other) = (new Sketch(1, 4, 4).Floats("s", [], 2), new Sketch(1, 4, 4).Floats("s", [], 3));
        foreach (var (name, graph) in new[] { ("a.onnx", sketch), ("b.onnx", other) })
            Write(name, graph.Node("Mul", ["s"]).Node("Relu"));

        var result = CliProcess.Run(_folder.Path, "diff", "a.onnx", "b.onnx");

        Assert.Equal(1, result.Code);
        Assert.Contains("scale 2 and offset 0 in A, scale 3 and offset 0 in B", result.Output, StringComparison.Ordinal);
        CliProcess.Run(_folder.Path, "import", "a.onnx", "--mean", "0", "--std", "1")
            .ShouldFail(2, "The graph in a.onnx scales its input itself");
    }

    [Fact]
    public void A_file_with_weights_that_are_not_numbers_is_the_same_as_itself()
    {
        var weights = Networks.Of("xor-mlp").Weights;
        TorchFile.Write(
            _folder["nan.pt"],
            [.. weights.SkipLast(1), NamedArray.Of<float>(weights[^1].Name, [.. weights[^1].Sizes], [1, float.NaN])]);

        Assert.Contains(
            "all 4 arrays are the same, bit by bit",
            CliProcess.Run(_folder.Path, "diff", "nan.pt", "nan.pt").ShouldSucceed(),
            StringComparison.Ordinal);
        CliProcess.Run(_folder.Path, "evaluate", "nan.pt", "--data", "xor").ShouldFail(3, "output.bias holds NaN at place 1");
    }

    [Fact]
    public void Networks_that_are_too_large_to_be_computed_are_compared_by_their_arrays()
    {
        Write("huge.onnx", new Sketch(1, 600, 600).Random("w", 1, 1, 300, 300).Node("Conv", ["w"]).Node("GlobalAveragePool"));

        Assert.Contains(
            "all 2 arrays are the same, bit by bit; what is computed with them was not compared",
            CliProcess.Run(_folder.Path, "diff", "huge.onnx", "huge.onnx").ShouldSucceed(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_that_are_no_network_are_compared_all_the_same()
    {
        TorchFile.Write(_folder["a.pt"], [NamedArray.Of<float>("x", [2], [1, 2]), NamedArray.Of<long>("n", [1], [3])]);
        TorchFile.Write(_folder["b.pt"], [NamedArray.Of<float>("x", [2], [1, 2.5f]), NamedArray.Of<float>("y", [1], [3])]);

        var json = CliProcess.Run(_folder.Path, "diff", "a.pt", "b.pt", "--json").Json;

        var arrays = json.GetProperty("arrays").EnumerateArray().ToDictionary(array => array.GetProperty("name").GetString()!);
        Assert.Equal((1, 0.5), (arrays["x"].GetProperty("differing").GetInt64(), arrays["x"].GetProperty("largest").GetDouble()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, arrays["n"].GetProperty("second").ValueKind);
        Assert.Equal("Float32 [1]", arrays["y"].GetProperty("second").GetString());
    }

    private void Write(string file, Sketch sketch)
    {
        var model = sketch.Model();
        var pictures = model.Graph.Outputs[0] with { Sizes = [.. Enumerable.Repeat(new OnnxDimension(null, string.Empty), 4)] };
        OnnxFile.WriteModel(_folder[file], model with { IrVersion = 8, Graph = model.Graph with { Outputs = [pictures] } });
    }
}
