namespace TorchBasics.Tests.Native.Cli;

/// <summary>Names that are not UTF-8 would become other names; they are refused instead.</summary>
public sealed class PathBytesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("torchbasics train xor-mlp --epochs 1 --output \"$bad\"", "'run\uFFFD' holds bytes that are not UTF-8")]
    [InlineData("torchbasics data show \"\uFFFD$bad.csv\"", "'\uFFFDrun\uFFFD.csv' holds bytes that are not UTF-8")]
    [InlineData(
        "mkdir \"$bad\"; (cd \"$bad\"; torchbasics train xor-mlp --epochs 1); code=$?; rm -r \"$bad\"; exit $code",
        "run\uFFFD, holds bytes that are not UTF-8")]
    [InlineData("TORCHBASICS_DATA=\"$bad\" torchbasics data list", "TORCHBASICS_DATA holds bytes that are not UTF-8")]
    public void A_name_that_is_not_UTF8_is_refused_and_not_changed(string script, string text)
    {
        Run(script).ShouldFail(2, text);

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void The_replacement_character_itself_is_a_name_like_others() =>
        Run("torchbasics data show \uFFFD.csv").ShouldFail(3, "\uFFFD.csv does not exist");

    [Fact]
    public void A_current_folder_that_is_gone_is_said_to_be() =>
        Run("mkdir gone; cd gone; rmdir ../gone; torchbasics train xor-mlp --epochs 1")
            .ShouldFail(2, "The current folder does not exist any more.");

    private CliResult Run(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have no names that are not UTF-8.");
        return CliProcess.RunScript(_folder.Path, $"bad=$(printf 'run\\377'); {script}");
    }
}
