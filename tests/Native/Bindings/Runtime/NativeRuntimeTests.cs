using System.Text.Json;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchBasics.Tests.Native.Cli;
using TorchSharp;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

/// <summary>
/// The ways of loading; those that need a process of their own call a method of <see cref="LoadScenarios"/> in one.
/// </summary>
public sealed class NativeRuntimeTests : IDisposable
{
    private static readonly string[] OfLibtorch = ["check", "lenet1", "--engine", "libtorch32", "--steps", "1"];

    private readonly string _folder = Directory.CreateTempSubdirectory("torchbasics-libtorch").FullName;

    /// <summary>A system on which nothing was ever restored.</summary>
    private (string, string?)[] Nowhere =>
    [
        ("NUGET_PACKAGES", Path.Combine(_folder, "nowhere")),
        ("XDG_CACHE_HOME", Path.Combine(_folder, "cache")),
        (LibrarySearch.Variable, null),
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_reports_what_it_loaded()
    {
        var info = NativeRuntime.Load();

        Assert.Equal(
            ["c10", "torch_cpu", "torch", "LibTorchSharp"],
            info.Libraries.Select(library => library.Name).Where(name => name != "torch_cuda"));
        Assert.All(info.Libraries, library => Assert.True(File.Exists(library.MendedFrom ?? library.Path), library.Path));
        Assert.StartsWith("2.10.", info.Libtorch, StringComparison.Ordinal);
        Assert.Equal("0.107.0", info.TorchSharp);
        Assert.Equal(Environment.Version.ToString(), info.DotNet);
        Assert.Contains(info.CpuCapability, new[] { "DEFAULT", "AVX2", "AVX512", "unknown" });
        Assert.Equal(torch.get_num_threads(), info.Threads);
        Assert.Null(info.StableInterfaceReason);
        Assert.Equal(info.CudaDevices == 0, info.CudaReason is not null);
        Assert.Equal(info.CudaDevices > 0, info.CudaAvailable);
    }

    [Fact]
    public void What_is_to_begin_meanwhile_begins_once_even_where_all_is_loaded()
    {
        NativeRuntime.Load();
        var begun = 0;

        NativeRuntime.Load(directory: null, oneDnn: null, () => begun++);

        Assert.Equal(1, begun);
    }

    [Fact]
    public void The_report_survives_json()
    {
        var info = NativeRuntime.Load();

        var json = JsonSerializer.Serialize(info);
        var read = JsonSerializer.Deserialize<NativeRuntimeInfo>(json)!;

        Assert.Equal(json, JsonSerializer.Serialize(read));
        Assert.Equal(info.Libraries, read.Libraries);
    }

    [Fact]
    public void Loading_again_changes_nothing() =>
        Assert.Equal(NativeRuntime.Load().Libraries, NativeRuntime.Load().Libraries);

    [Fact]
    public void The_folder_in_use_may_be_asked_for_again_another_may_not()
    {
        NativeRuntime.Load();

        NativeRuntime.Load(RealLibrary.Libtorch());
        var error = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load(_folder));

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Contains($"{_folder} was asked for too late", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Many_threads_load_at_once() => Scenario(nameof(LoadScenarios.Sixteen_threads_load));

    [Fact]
    public Task TorchSharp_finds_its_libraries_after_any_type_of_ours_was_used_and_none_is_loaded_before() =>
        Scenario(nameof(LoadScenarios.TorchSharp_is_used_without_loading_first));

    [Fact]
    public Task Two_threads_begin_one_with_Load_and_one_with_TorchSharp() =>
        Scenario(nameof(LoadScenarios.Load_and_TorchSharp_race));

    [Fact]
    public Task A_folder_with_libtorch_is_used()
    {
        Link(Directory.GetFiles(RealLibrary.Libtorch()), _folder);

        return Scenario(nameof(LoadScenarios.Libtorch_comes_from_the_named_folder), (LibrarySearch.Variable, _folder));
    }

    [Fact]
    public Task A_Python_package_folder_is_used()
    {
        Link(Directory.GetFiles(RealLibrary.Libtorch()), Path.Combine(_folder, "torch", "lib"));

        return Scenario(nameof(LoadScenarios.Libtorch_comes_from_the_named_folder), (LibrarySearch.Variable, _folder));
    }

    [Fact]
    public Task A_published_program_uses_its_own_folder()
    {
        var inside = Path.Combine(ChildProcess.Publish(_folder), "runtimes", NativePlatform.Current.Rid, "native");
        Link(Directory.GetFiles(RealLibrary.Libtorch()).Append(new LibrarySearch().Find(null).LibTorchSharp), inside);

        return ChildProcess.PassesIn(_folder, nameof(LoadScenarios.Libtorch_comes_from_beside_the_program), Nowhere);
    }

    [Fact]
    public Task A_program_without_libtorch_says_where_it_looked_and_what_to_do() =>
        ChildProcess.PassesIn(ChildProcess.Publish(_folder), nameof(LoadScenarios.There_is_no_libtorch), Nowhere);

    [Fact]
    public Task A_second_libtorch_beside_the_program_is_refused()
    {
        Link([Path.Combine(RealLibrary.Libtorch(), NativePlatform.Current.FileName("torch_cpu"))], ChildProcess.Publish(_folder));

        return ChildProcess.PassesIn(
            _folder,
            nameof(LoadScenarios.TorchSharp_would_load_another_libtorch),
            (LibrarySearch.Variable, RealLibrary.Libtorch()));
    }

    [Fact]
    public Task A_second_libtorch_is_refused_when_one_is_loaded_already()
    {
        File.WriteAllText(Path.Combine(_folder, "libtorch_cpu.so"), "another one");

        return OnLinux(nameof(LoadScenarios.Another_libtorch_is_loaded_already), ("TORCHBASICS_TEST_FOLDER", _folder));
    }

    [Fact]
    public Task A_folder_without_libtorch_is_refused_not_passed_over() =>
        Scenario(nameof(LoadScenarios.The_named_folder_is_empty), (LibrarySearch.Variable, _folder));

    [Fact]
    public Task A_damaged_libtorch_is_explained_in_the_loaders_words()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "libc10.so"), Path.Combine(RealLibrary.Libtorch(), "libc10.so"));
        File.WriteAllText(Path.Combine(_folder, "libtorch_cpu.so"), "no library");

        return OnLinux(nameof(LoadScenarios.The_named_libtorch_is_damaged), (LibrarySearch.Variable, _folder));
    }

    // A library without the export that states the version stands for an older libtorch.
    [Fact]
    public Task Another_version_of_libtorch_is_refused_before_TorchSharp_meets_it()
    {
        foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
            File.Copy(Path.Combine(RealLibrary.Libtorch(), "libc10.so"), Path.Combine(_folder, name));

        return OnLinux(nameof(LoadScenarios.The_named_libtorch_has_another_version), (LibrarySearch.Variable, _folder));
    }

    [Fact]
    public Task Without_a_writable_cache_the_mended_library_is_loaded_from_memory()
    {
        SkipWhereNothingIsMended();
        var file = Path.Combine(_folder, "a-file");
        File.WriteAllText(file, "");

        return OnLinux(nameof(LoadScenarios.The_cache_cannot_be_written), ("XDG_CACHE_HOME", file));
    }

    [Fact]
    public Task A_tampered_cache_is_never_loaded()
    {
        SkipWhereNothingIsMended();

        return OnLinux(nameof(LoadScenarios.The_cache_holds_something_else), ("XDG_CACHE_HOME", _folder));
    }

    [Fact]
    public Task Where_a_hypervisor_hides_the_caches_libtorch_is_mended_before_its_first_use() =>
        Scenario(nameof(LoadScenarios.Libtorch_is_mended), (LibrarySearch.Variable, HiddenCaches.Prepare(_folder)));

    [Fact]
    public Task A_probe_finds_all_in_use_right_and_leaves_libtorch_as_it_was() =>
        Scenario(nameof(LoadScenarios.The_probe_leaves_libtorch_as_it_was));

    [Fact]
    public Task Where_a_hypervisor_hides_the_caches_the_probe_finds_oneDNN_wrong_and_all_in_use_right() =>
        Scenario(nameof(LoadScenarios.The_probe_finds_what_is_wrong), (LibrarySearch.Variable, HiddenCaches.Prepare(_folder)));

    [Fact]
    public async Task Where_a_hypervisor_hides_the_caches_a_check_with_oneDNN_kept_finds_the_fault_and_one_without_it_finds_none()
    {
        var environment = new Dictionary<string, string> { [LibrarySearch.Variable] = HiddenCaches.Prepare(_folder) };
        string[] check = OfLibtorch;
        var kept = await Task.Run(
            () => CliProcess.Run(_folder, environment, [.. check, "--onednn", "keep"]), TestContext.Current.CancellationToken);
        var mended = await Task.Run(() => CliProcess.Run(_folder, environment, check), TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (kept.Code, mended.Code));
        Assert.Contains("oneDNN is kept, as asked for: its numbers cannot be trusted.", kept.Error, StringComparison.Ordinal);
        Assert.Contains(".input.grad[", kept.Output, StringComparison.Ordinal);
        Assert.Contains("oneDNN is switched off, without which every answer is right.", mended.Error, StringComparison.Ordinal);
    }

    // Whether it is right here the reference says, not the proof; some hosts hide the caches and the bit that would say so, too.
    [Fact]
    public async Task A_libtorch_that_computes_rightly_is_proven_and_left_as_it_is()
    {
        var info = NativeRuntime.Load();
        var kept = await Task.Run(
            () => CliProcess.Run(_folder, [.. OfLibtorch, "--onednn", "keep"]), TestContext.Current.CancellationToken);

        Assert.SkipWhen(kept.Code == 1, "Not a host whose libtorch is right");
        Assert.Equal((ProofState.Proven, null, true), (info.Proof.State, info.Proof.Fault, info.Proof.OneDnn));
        Assert.DoesNotContain(info.Problems, problem => problem.ChangesNumbers);
    }

    [Fact]
    public void Another_wish_for_oneDNN_comes_too_late_once_libtorch_is_loaded()
    {
        NativeRuntime.Load();

        var error = Assert.Throws<TorchBasicsException>(() => NativeRuntime.Load(oneDnn: OneDnnUse.Off));

        Assert.Contains("off was asked for too late", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task OneDNN_can_be_left_off_by_the_environment() =>
        Scenario(nameof(LoadScenarios.OneDnn_is_off), (OneDnnWish.Variable, "off"));

    [Fact]
    public Task A_word_for_oneDNN_that_is_none_is_refused() =>
        Scenario(nameof(LoadScenarios.The_word_for_OneDnn_is_unknown), (OneDnnWish.Variable, "maybe"));

    private static void SkipWhereNothingIsMended() =>
        Assert.SkipUnless(
            NativeRuntime.Load().Libraries[^1].IsMended, "the C++ library of this system is new enough; nothing is mended");

    private static void Link(IEnumerable<string> files, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in files)
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
    }

    private static Task Scenario(string method, params (string Name, string? Value)[] environment) =>
        ChildProcess.Passes(method, environment);

    private static Task OnLinux(string method, params (string Name, string? Value)[] environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file names and loader messages of this test are those of Linux");
        return Scenario(method, environment);
    }
}
