using System.Diagnostics;
using System.Text.RegularExpressions;
using TorchBasics.Cli.Commands;
using TorchBasics.Formats.Models;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Tests.Native.Export;

namespace TorchBasics.Tests.Native.Cli;

public sealed partial class LearnCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> WithoutLibtorch = new() { ["TORCHBASICS_LIBTORCH"] = "/nowhere/libtorch" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_name_all_lessons_are_listed_in_order()
    {
        var json = CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "--json").Json;

        Assert.Equal(
            CourseCatalog.All.Select(lesson => lesson.Name),
            json.GetProperty("lessons").EnumerateArray().Select(lesson => lesson.GetProperty("name").GetString()));
    }

    [Fact]
    public void A_lesson_prints_its_claims_and_its_hash()
    {
        var output = CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "and", "--language", "en").ShouldSucceed();

        Assert.Contains("0.5·1 + 0.5·1 - 0.8 = 0.2", output, StringComparison.Ordinal);
        Assert.Contains("✓ holds: With w1 = w2 = 0.5 and b = -0.8", output, StringComparison.Ordinal);
        Assert.Matches("have the hash [0-9a-f]{16}\n", output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Below_a_lesson_stands_what_may_be_set()
    {
        var output = CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "and", "--language", "en").ShouldSucceed();

        Assert.Matches(@"--set gate=and +one of and, or, nand\n", output.ReplaceLineEndings("\n"));
        Assert.Matches(@"--set b=-0\.8 +a number from -2 to 2\n", output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Answers_are_shown_to_those_who_ask_for_them()
    {
        const string answer = "Turn all signs around: w1 = w2 = -0.5, b = 0.8.";

        var without = CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "and", "--language", "en").ShouldSucceed();
        var with = CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "and", "--language", "en", "--answers").ShouldSucceed();

        Assert.DoesNotContain(answer, without, StringComparison.Ordinal);
        Assert.Contains("--answers shows the answers.", without, StringComparison.Ordinal);
        Assert.Contains(answer, with, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_changes_what_is_computed()
    {
        var lesson = CourseCatalog.Find("and");
        var values = ParameterValues.Of(lesson.Parameters, [new("gate", "or"), new("b", "-0.3")]);
        var expected = lesson.Run(values, Language.English, new LessonContext(new LessonEngine())).Hash;

        var json = CliProcess.Run(
            _folder.Path, WithoutLibtorch, "learn", "and", "--set", "gate=or", "--set", "b=-0.3", "--json").Json;

        Assert.Equal(expected, json.GetProperty("hash").GetString());
        Assert.Equal("-0.3", json.GetProperty("parameters").GetProperty("b").GetString());
        Assert.True(json.GetProperty("holds").GetBoolean());
    }

    [Fact]
    public void A_model_file_takes_the_place_of_the_weights_of_the_lesson()
    {
        ModelFile.Write(_folder["own.safetensors"], Networks.Of("lenet5", seed: 5));

        var output = CliProcess.Run(
            _folder.Path, WithoutLibtorch, "learn", "digits", "--set", "model=own.safetensors", "--language", "en")
            .ShouldSucceed();

        Assert.Contains("LeNet-5 has the weights of your file", output, StringComparison.Ordinal);
        Assert.Contains("--set model=own.safetensors", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_file_gives_the_numbers_that_its_bytes_give()
    {
        ModelFile.Write(_folder["own.safetensors"], Networks.Of("softmax-regression", seed: 5));
        var (lesson, files) = (CourseCatalog.Find("training"), new ModelFiles());
        var values = ParameterValues.Of(lesson.Parameters, [
            new("network", "softmax-regression"), new("steps", "10"),
            new("model", files.Add(File.ReadAllBytes(_folder["own.safetensors"])))]);
        var expected = lesson.Run(values, Language.English, new LessonContext(new LessonEngine()) { Files = files }).Hash;

        var json = CliProcess.Run(
            _folder.Path, WithoutLibtorch, "learn", "training", "--set", "network=softmax-regression", "--set", "steps=10",
            "--set", "model=own.safetensors", "--json").Json;

        Assert.Equal(expected, json.GetProperty("hash").GetString());
        Assert.Equal("own.safetensors", json.GetProperty("parameters").GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("other.safetensors", "The file has no array conv1.weight Float32 [6, 1, 5, 5]; the network lenet5 of this")]
    [InlineData("text.safetensors", "This is not a safetensors file, or a damaged one.")]
    [InlineData("large.safetensors", "the file has 8,388,609 bytes; at most 8388608 are read.")]
    [InlineData("absent.safetensors", "absent.safetensors could not be read")]
    [InlineData(".", "it is a folder. Give the name of a file.")]
    public void A_wrong_model_file_is_told(string file, string message)
    {
        ModelFile.Write(_folder["other.safetensors"], Networks.Of("softmax-regression"));
        File.WriteAllText(_folder["text.safetensors"], "text");
        using (var large = File.Create(_folder["large.safetensors"]))
            large.SetLength(ModelFiles.MostBytes + 1);

        CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "digits", "--set", $"model={file}").ShouldFail(3, message);
    }

    [Fact]
    public void A_seed_has_an_option_of_its_own()
    {
        var json = CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "xor", "--seed", "12", "--json").Json;

        Assert.Equal("12", json.GetProperty("parameters").GetProperty("seed").GetString());
    }

    [Fact]
    public void Libtorch_bears_witness_where_it_can_be_loaded()
    {
        var with = CliProcess.Run(_folder.Path, "learn", "trust", "--json").Json;
        var without = CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "trust", "--json");

        Assert.True(with.GetProperty("holds").GetBoolean());
        Assert.Contains(
            "Libtorch computes loss and gradients within the bound", with.GetProperty("claims").ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("Libtorch", without.Json.GetProperty("claims").ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "the lesson does without libtorch", without.JsonErrors[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(with.GetProperty("hash").GetString(), without.Json.GetProperty("hash").GetString());
    }

    [Theory]
    [InlineData("There is no lesson 'xr'. Did you mean 'xor'?", "xr")]
    [InlineData("w1 got '9'; expected a number from -2 to 2.", "and", "--set", "w1=9")]
    [InlineData("This lesson has no parameter 'w7'", "and", "--set", "w7=1")]
    [InlineData("This lesson has no parameter 'seed'", "and", "--seed", "3")]
    [InlineData("--set got 'w1'; expected NAME=VALUE, such as w1=0.5.", "and", "--set", "w1")]
    [InlineData("The lessons are not written in 'fr'; expected en or zh.", "and", "--language", "fr")]
    [InlineData("LESSON does not go with --html.", "and", "--html", "x")]
    [InlineData("--answers does not go with the list of lessons.", "--answers")]
    [InlineData("--html and --serve do not go together", "--html", "x", "--serve")]
    [InlineData("--no-open goes with --serve.", "and", "--no-open")]
    [InlineData("--serve got '70000'; expected a port from 0 to 65535.", "--serve", "70000")]
    public void A_mistake_is_told_and_nothing_is_written(string message, params string[] arguments)
    {
        CliProcess.Run(_folder.Path, ["learn", .. arguments]).ShouldFail(2, message);

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        File.WriteAllText(_folder["file"], "");

        CliProcess.Run(_folder.Path, WithoutLibtorch, "learn", "--html", "file")
            .ShouldFail(1, "The folder 'file' cannot be created");
    }

    [Fact]
    public async Task Served_pages_and_the_engine_beside_them_are_there_until_it_is_interrupted()
    {
        using var process = CliProcess.StartForSignals(_folder.Path, "learn", "--serve", "--no-open", "--language", "zh");
        string? line;
        do
            line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !Address().IsMatch(line));
        var address = new Uri(Address().Match(line!).Value);

        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(10) }; // the last page waits for training
        var index = await client.GetStringAsync(address, TestContext.Current.CancellationToken);
        var last = await client.GetStringAsync(new Uri(address, "digits.html"), TestContext.Current.CancellationToken);
        var worker = await client.GetAsync(new Uri(address, "../engine/worker.js"), TestContext.Current.CancellationToken);
        using (Process.Start("kill", ["-INT", $"{process.Id}"]))
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("/zh/index.html", address.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("xor.html", index, StringComparison.Ordinal);
        Assert.Contains("id=\"experiment\"", last, StringComparison.Ordinal); // which was not written yet
        Assert.Equal("text/javascript", worker.Content.Headers.ContentType!.MediaType);
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", "", "", "zh")]
    [InlineData("", "zh_TW", "", "zh")]
    [InlineData("en_US.UTF-8", "zh_CN", "zh_CN", "en")]
    [InlineData("", "", "de_DE.UTF-8", "en")]
    [InlineData(null, null, "zh_CN.UTF-8", "zh")]
    [InlineData(null, null, null, "en")]
    public void The_language_is_that_of_the_system(string? all, string? messages, string? lang, string expected)
    {
        var variables = new Dictionary<string, string?> { ["LC_ALL"] = all, ["LC_MESSAGES"] = messages, ["LANG"] = lang };

        Assert.Equal(expected, LessonLanguage.Of(variables.GetValueOrDefault).Code);
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+/\\S+")]
    private static partial Regex Address();
}
