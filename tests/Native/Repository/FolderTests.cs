using Mono.Cecil;

namespace TorchBasics.Tests.Native.Repository;

/// <summary>Arrows between the folders of a project run one way, as those between projects do.</summary>
public sealed class FolderTests
{
    // What proves libtorch calls through the interface that the loaded libtorch offers, and the interface asks for the load.
    private const string KnownCircle =
        "TorchBasics.Bindings.Aten, TorchBasics.Bindings.Hosts, TorchBasics.Bindings.Proving, TorchBasics.Bindings.Runtime";

    public static TheoryData<string, string[]> Assemblies => new()
    {
        { "TorchBasics.Core", [] },
        { "TorchBasics.Pages", [] },
        { "TorchBasics.Reference", [] },
        { "TorchBasics.Kernels", [] },
        { "TorchBasics.Pictures", [] },
        { "TorchBasics.Formats", [] },
        { "TorchBasics.Graphs", [] },
        { "TorchBasics.Bindings", [KnownCircle] },
        { "TorchBasics.Models", [] },
        { "TorchBasics.Training", [] },
        { "TorchBasics.Verification", [] },
        { "TorchBasics.Export", [] },
        { "TorchBasics.OnnxRuntime", [] },
        { "torchbasics", [] },
    };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_folder_of_a_project_comes_back_to_itself(string assembly, string[] known) =>
        Assert.Equal(known, FolderGraph.Of(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")).Circles());

    [Fact]
    public void A_circle_is_found()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "TorchBasics.Tests.Native.dll");
        using var module = ModuleDefinition.ReadModule(path);

        Assert.Equal("away", Far.Away.Name);
        Assert.Contains(module.Types, type => type.Name == nameof(Far.Away));
        Assert.Contains(FolderGraph.Of(path).Circles(), circle => circle.Contains("Repository.Far", StringComparison.Ordinal)
            && circle.Contains("Native.Repository", StringComparison.Ordinal));
    }

    /// <summary>The other end of the circle of the test.</summary>
    internal static string Name => "here";
}
