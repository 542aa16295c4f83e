using Mono.Cecil;

namespace TorchBasics.Tests.Native.Repository;

/// <summary>Arrows between the folders of a project run one way, as those between projects do.</summary>
public sealed class FolderTests
{
    [Theory]
    [InlineData("TorchBasics.Core")]
    [InlineData("TorchBasics.Digits")]
    [InlineData("TorchBasics.Pages")]
    [InlineData("TorchBasics.Reference")]
    [InlineData("TorchBasics.Kernels")]
    [InlineData("TorchBasics.Pictures")]
    [InlineData("TorchBasics.Formats")]
    [InlineData("TorchBasics.Graphs")]
    [InlineData("TorchBasics.Bindings")]
    [InlineData("TorchBasics.Models")]
    [InlineData("TorchBasics.Training")]
    [InlineData("TorchBasics.Published")]
    [InlineData("TorchBasics.Verification")]
    [InlineData("TorchBasics.Export")]
    [InlineData("TorchBasics.TorchExport")]
    [InlineData("TorchBasics.OnnxRuntime")]
    [InlineData("torchbasics")]
    public void No_folder_of_a_project_comes_back_to_itself(string assembly) =>
        Assert.Equal([], FolderGraph.Of(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")).Circles());

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
