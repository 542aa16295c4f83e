using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Export.Onnx;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.Formats.Architectures;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Models;
using TorchBasics.OnnxRuntime;
using TorchBasics.TorchExport;

namespace TorchBasics.Tests.Native.Export;

public sealed class ModelExportTests : IDisposable
{
    private static readonly Dictionary<FileKind, string> Endings = new()
    {
        [FileKind.Onnx] = ".onnx",
        [FileKind.SafeTensors] = ".safetensors",
        [FileKind.PyTorch] = ".pt",
        [FileKind.Npz] = ".npz",
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, FileKind> Matrix =>
        [.. ModelCatalog.All.SelectMany(entry => Endings.Keys.Select(format => (entry.Name, format)))];

    public static TheoryData<FileKind> Formats => [.. Endings.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Every_model_leaves_in_every_format_and_comes_back(string name, FileKind format)
    {
        var model = Networks.Of(name);
        var file = _folder[name + Endings[format]];

        var options = new ExportOptions { VerifyWith = format == FileKind.Onnx ? new OnnxRuntimeBackend() : null };
        if (name == "tensorflow-tutorial") // 14 million multiply-adds a sample; scripts/export-matrix tries all batches
            options = options with { Batches = [1, 2, 3] };

        var report = ModelExport.Write(model, file, format, options);
        var back = ModelImport.Read(file, new ImportOptions { Architecture = model.Architecture });

        Assert.Equal(new FileInfo(file).Length, report.Bytes);
        Assert.All(report.Proof, line => Assert.InRange(line.Share, 0, 1));
        Assert.Equal(ArchitectureJson.Write(model.Architecture), ArchitectureJson.Write(back.Model.Architecture));
        Assert.Equal(model.Weights.Select(array => array.ToString()), back.Model.Weights.Select(array => array.ToString()));
        Assert.All(
            model.Weights.Zip(back.Model.Weights),
            pair => Assert.True(pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span), pair.First.Name));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_bytes_in_memory_are_those_of_the_file(FileKind format)
    {
        var model = Networks.Of("lenet1");
        var file = _folder[model.Architecture.Name + Endings[format]];
        ModelExport.Write(model, file, format, new ExportOptions { Batches = [1] });

        Assert.Equal(File.ReadAllBytes(file), ModelExport.ToBytes(model, format));
    }

    [Fact]
    public void Weights_that_are_no_numbers_have_no_bytes()
    {
        var model = Networks.Small();
        var broken = NamedArray.Of<float>(
            model.Weights[0].Name, model.Weights[0].Sizes, Enumerable.Repeat(float.NaN, (int)model.Weights[0].Count).ToArray());

        var error = Assert.Throws<TorchBasicsException>(
            () => ModelExport.ToBytes(model with { Weights = [broken, .. model.Weights.Skip(1)] }, FileKind.SafeTensors));

        Assert.Equal(ErrorKind.Data, error.Kind);
    }

    [Theory]
    [InlineData(FileKind.Onnx)]
    [InlineData(FileKind.SafeTensors)]
    [InlineData(FileKind.PyTorch)]
    public void What_is_known_of_a_network_travels_with_it(FileKind format)
    {
        var model = Networks.Small();
        var file = _folder["small" + Endings[format]];

        ModelExport.Write(model, file, format);

        Assert.Equivalent(Said(model), Said(ModelImport.Read(file).Model), strict: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_graph_with_its_preprocessing_is_proven_on_raw_pixels(bool runtime)
    {
        var options = new ExportOptions
        {
            Onnx = new OnnxExportOptions { IncludePreprocessing = true },
            VerifyWith = runtime ? new OnnxRuntimeBackend() : null
        };

        var report = ModelExport.Write(Networks.Of("lenet5-original"), _folder["whole.onnx"], FileKind.Onnx, options);

        Assert.Equal(runtime ? 4 : 3, report.Proof.Count);
        Assert.All(report.Proof.Where(line => line.Largest > 0), line => Assert.InRange(line.Share, 1e-9, 1));
        Assert.Equal(runtime ? 3 : 2, report.Proof.Count(line => line.Largest > 0)); // something was rounded everywhere
    }

    [Fact]
    public void A_file_that_another_program_runs_otherwise_never_appears()
    {
        var options = new ExportOptions { VerifyWith = new WrongBackend() };

        var error = Assert.Throws<TorchBasicsException>(
            () => ModelExport.Write(Networks.Small(), _folder["small.onnx"], FileKind.Onnx, options));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.StartsWith("the file in a program 1.0: with 1 sample at once, output ", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_that_computes_something_else_never_appears(FileKind format)
    {
        var model = Networks.Small(seed: 1);
        using var other = new Network(Networks.Small(seed: 2));
        File.WriteAllText(_folder["old"], "what was there before");
        File.Copy(_folder["old"], _folder["small" + Endings[format]]);

        var error = Assert.Throws<TorchBasicsException>(() => ModelExport.Write(
            model,
            new ModuleOriginal(other, other.Architecture.Output),
            _folder["small" + Endings[format]],
            format,
            options: null));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.Contains("the network on libtorch: with 1 sample at once, output ", error.Message, StringComparison.Ordinal);
        Assert.Equal("what was there before", File.ReadAllText(_folder["small" + Endings[format]]));
        Assert.Equal(2, _folder.Names.Count());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_longer_file_is_replaced_whole(FileKind format)
    {
        var file = _folder["small" + Endings[format]];
        File.WriteAllBytes(file, new byte[1 << 20]);

        var report = ModelExport.Write(Networks.Small(), file, format);

        Assert.InRange(report.Bytes, 500, 10_000);
        Assert.Equal(report.Bytes, new FileInfo(file).Length);
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_not_exported()
    {
        var model = Networks.Small();
        var broken = NamedArray.Of<float>("fc1.bias", [4], [0, 1, float.NaN, 2]);

        var error = Assert.Throws<TorchBasicsException>(() =>
            ModelExport.Write(model with { Weights = [.. model.Weights.Take(3), broken] }, _folder["small.onnx"], FileKind.Onnx));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.StartsWith($"{model.Architecture.Name}: fc1.bias holds NaN at place 2", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void What_a_killed_export_left_is_removed_by_the_next()
    {
        File.WriteAllText(_folder[".torchbasics-1-0123456789abcdef.tmp"], "half");

        ModelExport.Write(Networks.Small(), _folder["small.onnx"], FileKind.Onnx);

        Assert.Equal(["small.onnx"], _folder.Names);
    }

    [Theory]
    [InlineData]
    [InlineData(0)]
    public void There_is_a_batch_to_be_tried(params int[] batches) =>
        Assert.Equal(ErrorKind.Usage, Assert.Throws<TorchBasicsException>(() => new ExportOptions { Batches = batches }).Kind);

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_said_of_a_network_is_compared_with_what_comes_back(FileKind format)
    {
        var model = Networks.Small();
        var twisted = model with { ClassNames = [.. model.ClassNames.Reverse()] };
        using var network = new Network(model);
        var proof = new ExportProof(
            model, new ModuleOriginal(network, model.Architecture.Output), new ExportOptions().Proof, softmax: false, raw: false);
        ModelExport.Write(twisted, _folder["small" + Endings[format]], format);

        var error = Record.Exception(() => _ = format == FileKind.Onnx
            ? proof.Of(OnnxFile.ReadModel(_folder["small.onnx"]), File.ReadAllBytes(_folder["small.onnx"])).Count()
            : proof.Of(
                ModelImport.Read(_folder["small" + Endings[format]], new ImportOptions { Architecture = model.Architecture }),
                describes: format != FileKind.Npz).Count());

        if (format == FileKind.Npz) // says nothing
            Assert.Null(error);
        else
            Assert.Equal("What the file says of the network: 'torchbasics.classes' is not what was written.", error?.Message);
    }

    [Fact]
    public void A_file_that_says_nothing_of_its_network_is_not_taken_for_one_that_does()
    {
        var model = Networks.Small();
        using var network = new Network(model);
        var proof = new ExportProof(
            model, new ModuleOriginal(network, model.Architecture.Output), new ExportOptions().Proof, softmax: false, raw: false);
        TorchFile.Write(_folder["silent.pt"], model.Weights);

        var back = ModelImport.Read(_folder["silent.pt"], new ImportOptions { Architecture = model.Architecture });

        Assert.Equal(
            "What the file says of the network: 'torchbasics.architecture' is not what was written.",
            Assert.Throws<TorchBasicsException>(() => proof.Of(back, describes: true).Count()).Message);
    }

    [Theory]
    [InlineData("xor-mlp", "An npz file holds arrays alone. Whoever reads it has to know preprocessing and class names")]
    [InlineData("small", "An npz file holds arrays alone. small is no model of the catalogue")]
    public void What_arrays_alone_do_not_say_is_noted(string name, string note)
    {
        var model = name == "small" ? Networks.Small() : Networks.Of(name);
        var report = ModelExport.Write(model, _folder["weights.npz"], FileKind.Npz);

        Assert.StartsWith(note, Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Empty(ModelExport.Write(model, _folder["weights.pt"], FileKind.PyTorch).Notes);
    }

    [Fact]
    public void The_report_says_what_was_compared()
    {
        var report = ModelExport.Write(Networks.Small(), _folder["small.npz"], FileKind.Npz);

        Assert.Equal(
            ["the network on our kernels", "4 arrays, bit by bit", "the file on the reference", "the file on our kernels"],
            report.Proof.Select(line => line.Subject));
        Assert.Equal([4 * (1 + 2 + 7 + 64), 27 + 3 + 108 + 4], report.Proof.Take(2).Select(line => line.Numbers));
        Assert.Contains("read back and run on batches of 1, 2, 7, 64", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Model_files_and_checkpoints_are_read_as_before()
    {
        var model = Networks.Small();
        ModelFile.Write(_folder["model.safetensors"], model);

        var back = ModelImport.Read(_folder["model.safetensors"]);

        Assert.Equal(model.ClassNames, back.Model.ClassNames);
        Assert.Empty(back.Notes);
    }

    [Fact]
    public void A_graph_is_compared_with_its_network_without_its_file()
    {
        ModelExport.Write(Networks.Small(), _folder["small.onnx"], FileKind.Onnx);
        var imported = ModelImport.Read(_folder["small.onnx"]);
        File.Delete(_folder["small.onnx"]);

        Assert.Equal(
            "the network and its graph on the reference",
            Assert.Single(ModelImport.Verify(imported, TestContext.Current.CancellationToken)).Subject);
    }

    // All that a file says of a network beside what it is and its weights.
    private static object Said(Model model) =>
        new { model.Normalization, model.ClassNames, model.Columns, model.TrainedOn, model.CreatedBy };

    // Right but for the second decimal of what comes out.
    private sealed class WrongBackend : IOnnxBackend
    {
        public string Name => "a program 1.0";

        public double SigmoidError => 0;

        public IReadOnlyList<NamedArray> Run(ReadOnlyMemory<byte> file, IEnumerable<NamedArray> inputs) =>
            [.. new OnnxRuntimeBackend().Run(file, inputs).Select(Shifted)];

        private static NamedArray Shifted(NamedArray array) =>
            NamedArray.Of<float>(array.Name, array.Sizes, [.. array.Values<float>().ToArray().Select(value => value + 0.01f)]);
    }
}
