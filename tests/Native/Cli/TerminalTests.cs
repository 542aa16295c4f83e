using System.Diagnostics;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>What a person sees on a terminal; the script program of Unix makes one.</summary>
public class TerminalTests
{
    [Fact]
    public void On_a_terminal_a_bar_moves_and_the_figures_stand_beside_it()
    {
        var screen = OnTerminal("train mlp --train-limit 2000 --test-limit 100 --epochs 3 --threads 1", noColour: false);

        Assert.Contains("epoch 1/3", screen, StringComparison.Ordinal);
        Assert.Contains("images/s", screen, StringComparison.Ordinal);
        Assert.Contains("━", screen, StringComparison.Ordinal);
        Assert.Contains("\e[?25h", screen, StringComparison.Ordinal); // the cursor is shown again at the end
        Assert.Contains("test        accuracy ", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_a_check_says_what_is_being_checked()
    {
        var screen = OnTerminal("check xor-mlp", noColour: false);

        Assert.Contains("xor-mlp on libtorch float32", screen, StringComparison.Ordinal);
        Assert.Contains("━", screen, StringComparison.Ordinal);
        Assert.Contains("\e[?25h", screen, StringComparison.Ordinal);
        Assert.Contains("All within bounds: 1 model", screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_error_is_red_unless_colours_are_not_wanted(bool noColour)
    {
        var screen = OnTerminal("models nothing", noColour);

        Assert.Equal(!noColour, screen.Contains("\e[38;5;9merror:", StringComparison.Ordinal));
        Assert.Contains("There is no model 'nothing'.", screen, StringComparison.Ordinal);
    }

    private static string OnTerminal(string line, bool noColour)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs the script program of util-linux.");
        using var folder = new TemporaryFolder();
        var command = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "torchbasics.dll")}' {line}";
        var start = new ProcessStartInfo("/usr/bin/script", ["-q", "-e", "-c", command, "/dev/null"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        if (noColour)
            start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process.StandardOutput.ReadToEnd();
    }
}
