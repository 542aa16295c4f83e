using System.Diagnostics;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Tests.Native.Export;

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

    [Theory]
    [InlineData("models")]
    [InlineData("models lenet5")]
    [InlineData("inspect xor.onnx")]
    [InlineData("inspect xor.pt")]
    [InlineData("diff xor.pt xor.onnx")]
    [InlineData("data show wide.csv")]
    public void On_a_narrow_terminal_no_name_and_no_number_is_broken(string line)
    {
        using var folder = new TemporaryFolder();
        ModelExport.Write(Networks.Of("xor-mlp"), folder["xor.onnx"], FileKind.Onnx);
        ModelExport.Write(Networks.Of("xor-mlp"), folder["xor.pt"], FileKind.PyTorch);
        File.WriteAllText(
            folder["wide.csv"],
            "the first column,the second column,the third column,kind\n1.25,2.25,3.25,some kind\n1,2,3,other\n");

        var narrow = Words(OnTerminal(line, noColour: true, folder, columns: 40));
        var wide = Words(OnTerminal(line, noColour: true, folder, columns: 200));

        Assert.Empty(wide.Except(narrow));
        Assert.Empty(narrow.Except(wide));

        static HashSet<string> Words(string screen) => [.. screen.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Any(char.IsLetterOrDigit))];
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void A_hash_stands_on_one_line_whatever_the_width(int columns)
    {
        using var folder = new TemporaryFolder();
        ModelExport.Write(Networks.Of("xor-mlp"), folder["xor.pt"], FileKind.PyTorch);

        var lines = OnTerminal("inspect xor.pt", noColour: true, folder, columns).Split("\r\n");

        Assert.Single(lines, line => line.Trim().Split(' ')[^1] is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower));
        if (columns == 80)
            // a description may be one word
            Assert.All(
                lines.Where(line => !line.Contains('{', StringComparison.Ordinal)),
                line => Assert.True(line.Length <= columns, line));
    }

    [Fact]
    public void An_epoch_and_a_checked_model_fit_a_narrow_terminal()
    {
        using var folder = new TemporaryFolder();

        var trained = OnTerminal("train xor-mlp --epochs 2 --threads 1", noColour: true, folder, columns: 40);
        var verified = OnTerminal("check xor-mlp --engine reference --steps 1 --follow 1", noColour: true, folder, columns: 40);

        Assert.Contains("epoch  train loss  test loss  accuracy\r\n", trained, StringComparison.Ordinal);
        Assert.Contains("model                 error followed\r\n", verified, StringComparison.Ordinal);
        Assert.Matches(@"xor-mlp +[\d.]+ %   1 of 1\r\n", verified);
    }

    private static string OnTerminal(string line, bool noColour)
    {
        using var folder = new TemporaryFolder();
        return OnTerminal(line, noColour, folder, columns: 80);
    }

    private static string OnTerminal(string line, bool noColour, TemporaryFolder folder, int columns)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs the script program of util-linux.");
        var command = $"stty cols {columns}; dotnet '{CliProcess.Program}' {line}";
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
