using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Memory;
using TorchBasics.Bindings.Proving;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Onnx;
using TorchBasics.Formats.Onnx;
using TorchBasics.Kernels.Proving;
using TorchBasics.OnnxRuntime;
using TorchBasics.Tests.Native.Export.Onnx;
using TorchSharp;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

/// <summary>Ways of loading. Each runs alone in a fresh process, started by a test of <see cref="NativeRuntimeTests"/>.</summary>
internal static class LoadScenarios
{
    public const string OperatorVariable = "TORCHBASICS_TEST_OPERATOR";

    public static void Sixteen_threads_load()
    {
        var loads = Enumerable.Range(0, 16).Select(_ => Task.Run(() => NativeRuntime.Load()));

        var infos = Task.WhenAll(loads).GetAwaiter().GetResult();

        Assert.All(infos, info => Assert.Equal(infos[0].Libraries, info.Libraries));
    }

    public static void TorchSharp_is_used_without_loading_first()
    {
        ElementType.Float32.ToScalarType();
        Assert.False(LibraryHandle.IsLoaded(NativePlatform.Current.FileName("torch_cpu")));

        using var scope = torch.NewDisposeScope();
        Assert.Equal(6, torch.ones(2, 3).sum().item<float>());

        Assert.True(LibraryHandle.IsLoaded(NativePlatform.Current.FileName("torch_cpu")));
    }

    public static void Load_and_TorchSharp_race()
    {
        ElementType.Float32.ToScalarType();
        using var barrier = new Barrier(2);
        var load = Task.Run(() => Together(() => NativeRuntime.Load().Threads));
        var use = Task.Run(() => Together(torch.get_num_threads));

        Assert.True(Task.WaitAll([load, use], TimeSpan.FromSeconds(60)), "the two wait for each other");

        Assert.Equal(load.Result, use.Result);

        int Together(Func<int> work)
        {
            barrier.SignalAndWait();
            return work();
        }
    }

    public static void Libtorch_comes_from_the_named_folder()
    {
        var info = NativeRuntime.Load();

        var folder = Environment.GetEnvironmentVariable(LibrarySearch.Variable)!;
        Assert.StartsWith(folder, info.Libraries.Single(library => library.Name == "torch_cpu").Path, StringComparison.Ordinal);
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6, torch.ones(2, 3).sum().item<float>());
    }

    public static void Libtorch_comes_from_beside_the_program()
    {
        var info = NativeRuntime.Load();

        Assert.All(
            info.Libraries,
            library => Assert.StartsWith(AppContext.BaseDirectory, library.MendedFrom ?? library.Path, StringComparison.Ordinal));
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6, torch.ones(2, 3).sum().item<float>());
    }

    // The convolution of Caffe's LeNet whose weights are lost where caches are hidden.
    public static void Libtorch_is_mended()
    {
        var sizes = new ConvolutionSizes(2, 20, 50, 12, 5);
        var (x, weight, bias) = (Whole.Numbers(2 * 20 * 12 * 12, 3, 1), Whole.Numbers(50 * 20 * 5 * 5, 3, 2), new float[50]);

        var info = NativeRuntime.Load();
        using var scope = torch.NewDisposeScope();
        var y = torch.nn.functional.conv2d(
            torch.tensor(x, [2, 20, 12, 12]), torch.tensor(weight, [50, 20, 5, 5]), torch.tensor(bias));

        Assert.Equal((ProofState.Mended, false), (info.Proof.State, info.Proof.OneDnn));
        Assert.Equal("libtorch's operators", info.Problems[0].Name);
        Assert.Equal(PlainOperators.Instance.Convolution(sizes, x, weight, bias), y.data<float>().ToArray());
        NativeRuntime.RequireProvenOperators();
    }

    // In a process of its own, since the switch of oneDNN reaches everything that computes in it.
    public static void The_probe_leaves_libtorch_as_it_was()
    {
        var proof = NativeRuntime.Load().Proof;
        var few = ProbeQuestions.All.Where((_, index) => index % 61 == 0).ToArray();

        var report = OperatorProbe.Run(few, HostProbe.Paths(), asked: null, CancellationToken.None);

        Assert.All(report.Rows.Where(row => row.InUse), row => Assert.True(row.Wrong == 0, $"{row}"));
        Assert.Equal(
            few.Select(question => question.Operator).Distinct(),
            report.Rows.Select(row => row.Operator.Split(',')[0]).Distinct());
        Assert.Equal(proof.OneDnn, LibtorchContext.Find(NativeRuntime.Ensure(null)["torch_cpu"].Handle)?.OneDnn ?? true);
    }

    public static void The_probe_finds_what_is_wrong()
    {
        NativeRuntime.Load();
        KnownAnswer[] few = [new ConvolutionAnswer(new(2, 20, 50, 12, 5), []), new ConvolutionAnswer(new(2, 6, 16, 9, 5), [])];

        var report = OperatorProbe.Run(few, HostProbe.Paths(), asked: null, CancellationToken.None);

        var wrong = report.Rows.Where(row => row.Wrong > 0).ToArray();
        Assert.Contains(wrong, row => row.Operator == "conv2d" && row.First!.Shape == few[0].Shape);
        Assert.All(wrong, row => Assert.Equal(("libtorch, oneDNN on", false), (row.Path, row.InUse)));
        Assert.Contains(report.Rows, row => row is { Path: "libtorch, oneDNN off", InUse: true });
        Assert.True(report.IsRight);
        Assert.False(LibtorchContext.Find(NativeRuntime.Ensure(null)["torch_cpu"].Handle)!.OneDnn);
    }

    public static void OneDnn_is_off()
    {
        var info = NativeRuntime.Load();

        Assert.Equal((ProofState.Proven, false), (info.Proof.State, info.Proof.OneDnn));
        Assert.Same(info.Proof, NativeRuntime.Load(oneDnn: OneDnnUse.Off).Proof);
    }

    public static void The_word_for_OneDnn_is_unknown()
    {
        var error = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load());

        Assert.Equal("TORCHBASICS_ONEDNN is 'maybe'; expected auto, keep, off.", error.Message);
        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    public static void There_is_no_libtorch()
    {
        var error = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load());

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.StartsWith(
            $"libtorch was not found: no {NativePlatform.Current.FileName("torch_cpu")} in ",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("nowhere", "libtorch-cpu-"), error.Message, StringComparison.Ordinal);
        Assert.Contains("Run 'dotnet package download libtorch-", error.Message, StringComparison.Ordinal);
    }

    public static void TorchSharp_would_load_another_libtorch()
    {
        var error = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load());

        var other = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Contains(
            $"{other} holds another one, which TorchSharp would load as well. Delete ", error.Message, StringComparison.Ordinal);
    }

    public static void Another_libtorch_is_loaded_already()
    {
        using var first = LibraryHandle.Open(Path.Combine(RealLibrary.Libtorch(), "libtorch_cpu.so"));

        var error = Assert.Throws<TorchBasicsException>(
            () => NativeRuntime.Load(Environment.GetEnvironmentVariable("TORCHBASICS_TEST_FOLDER")));

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Contains("another one is loaded already", error.Message, StringComparison.Ordinal);
    }

    public static void There_is_no_OnnxRuntime()
    {
        var subject = ExportCase.Draw(XorMlp.Architecture, seed: 1);
        var bytes = OnnxFile.ToBytes(OnnxExporter.Convert(subject.Model, new()));

        var first = Assert.Throws<TorchBasicsException>(() => new OnnxRuntimeModel(bytes));
        var second = Assert.Throws<TorchBasicsException>(() => OnnxRuntimeModel.Version);

        Assert.All([first, second], error => Assert.Equal(ErrorKind.NativeRuntime, error.Kind));
        Assert.StartsWith("ONNX Runtime cannot be loaded: ", first.Message, StringComparison.Ordinal);
        Assert.EndsWith("everything else works without.", first.Message, StringComparison.Ordinal);
        Assert.Equal(3, OnnxFile.ParseModel("model", bytes).Graph.Nodes.Count);
    }

    public static void The_named_folder_is_empty()
    {
        var error = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load());

        var folder = Environment.GetEnvironmentVariable(LibrarySearch.Variable)!;
        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.StartsWith(
            $"libtorch was not found: no {NativePlatform.Current.FileName("torch_cpu")} in {folder}, ",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("Name a folder that holds libtorch 2.10.0", error.Message, StringComparison.Ordinal);
    }

    public static void The_named_libtorch_is_damaged()
    {
        var first = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load());
        var second = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load());

        Assert.Equal(ErrorKind.NativeRuntime, first.Kind);
        Assert.Contains("libtorch_cpu.so does not load: ", first.Message, StringComparison.Ordinal);
        Assert.Contains("file too short", first.Message, StringComparison.Ordinal);
        Assert.Equal(first.Message, second.Message);
    }

    public static void The_named_libtorch_has_another_version()
    {
        var error = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load());

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Contains(
            "is libtorch of an unknown, older version; TorchSharp 0.107.0 needs 2.10", error.Message, StringComparison.Ordinal);
    }

    public static void The_cache_cannot_be_written()
    {
        var info = NativeRuntime.Load();

        Assert.Equal("memory:libLibTorchSharp.so", info.Libraries[^1].Path);
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6, torch.ones(2, 3).sum().item<float>());
    }

    public static void The_cache_holds_something_else()
    {
        var original = File.ReadAllBytes(RealLibrary.Path());
        var cached = MendedCopy.Store(MendedCopy.CacheFolder()!, "libLibTorchSharp.so", original, "not a library"u8);

        var info = NativeRuntime.Load();

        Assert.Equal(cached, info.Libraries[^1].Path);
        Assert.Equal(original.Length, new FileInfo(cached).Length);
    }

    /// <summary>
    /// Calls the operator named in the environment with an argument that none has. TorchSharp lets the compiler's exception
    /// end the process, and the C++ library prints it: it lists the operator's declarations.
    /// </summary>
    public static void Libtorch_declares_an_operator()
    {
        NativeRuntime.Load();
        torch.jit.compile(
            $"def f():\n    return torch.{Environment.GetEnvironmentVariable(OperatorVariable)}(no_such_argument=1)\n");
    }
}
