using System.Text.Json;
using TorchBasics.Tests.Native.Bindings.Mpi;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>"train" as a launcher of MPI starts it, with what can go wrong.</summary>
public sealed class RankedTrainTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MpiLauncher.OpenMpi)]
    [InlineData(MpiLauncher.Mpich)]
    public void A_run_says_how_many_processes_trained_it(string launcher)
    {
        var result = Train(launcher, 2, "--json");

        Assert.True(result.Code == 0, $"{result}");
        Assert.Equal("", result.Ranks[1].Output);
        var record = JsonDocument.Parse(result.Ranks[0].Output).RootElement.GetProperty("record");
        var ranks = record.GetProperty("ranks");
        Assert.Equal(2, ranks.GetProperty("count").GetInt32());
        Assert.Equal(2, ranks.GetProperty("hosts").GetArrayLength());
        // 3 steps with the 247 KB of LeNet-5's gradients to the other rank; the last 8 samples are a single share, rank 1's.
        Assert.InRange(ranks.GetProperty("bytesSent").GetInt64(), 3 * 246_824, 3.1 * 246_824);
        Assert.InRange(ranks.GetProperty("waitingShare").GetDouble(), 0, 1);
        Assert.Contains("2 processes on 1 machine", File.ReadAllText(_folder["run/report.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi)]
    [InlineData(MpiLauncher.Mpich)]
    public void A_network_of_a_file_is_trained_together_as_alone(string launcher)
    {
        var command = $"train --architecture net.json {Short} --batch-size 50 --kernels fused --output";
        Describe("net.json", "Tanh");
        CliProcess.Run(_folder.Path, [.. command.Split(' '), "alone"]).ShouldSucceed();

        var result = Script(launcher, 2, $"torchbasics {command} run");

        Assert.True(result.Code == 0, $"{result}");
        Assert.Equal(
            RunRecordFile.Read(_folder["alone/run.json"])!.WeightHash, RunRecordFile.Read(_folder["run/run.json"])!.WeightHash);
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("libtorch")]
    public void Ranks_whose_files_describe_other_networks_end_with_one_message(string kernels)
    {
        foreach (var (rank, activation) in new[] { (0, "Tanh"), (1, "Sigmoid") })
        {
            Directory.CreateDirectory(_folder[$"{rank}"]);
            Describe($"{rank}/net.json", activation);
        }

        var result = Script(
            MpiLauncher.Mpich,
            2,
            $"cd $PMI_RANK && torchbasics train --architecture net.json {Short} --kernels {kernels} --output run");

        ShouldFail(result, 2, "Rank 1 (", "has another network than rank 0", "Sigmoid", "Tanh");
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, "OMPI_COMM_WORLD_RANK")]
    [InlineData(MpiLauncher.Mpich, "PMI_RANK")]
    public void Ranks_with_other_options_end_with_one_message(string launcher, string variable)
    {
        var result = Script(launcher, 3, $"torchbasics train lenet5 {Short} --seed $((7 + {variable} % 2)) --output run");

        ShouldFail(result, 2, "Rank 1 (", "has other options than rank 0");
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, "OMPI_COMM_WORLD_RANK")]
    [InlineData(MpiLauncher.Mpich, "PMI_RANK")]
    public void Ranks_with_other_samples_end_with_one_message(string launcher, string variable)
    {
        foreach (var (rank, number) in new[] { (0, "0.5"), (1, "0.5000001") })
        {
            Directory.CreateDirectory(_folder[$"{rank}"]);
            File.WriteAllLines(
                _folder[$"{rank}/points.csv"],
                ["x,y,label", $"{number},0.25,0", .. Enumerable.Range(1, 30).Select(row => $"{row},{row % 7},{row % 2}")]);
        }

        var result = Script(
            launcher, 2, $"cd ${variable} && torchbasics train mlp --data points.csv --batch-size 8 --epochs 1 --output run");

        ShouldFail(result, 2, "Rank 1 (", "has other samples than rank 0");
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, "OMPI_COMM_WORLD_RANK")]
    [InlineData(MpiLauncher.Mpich, "PMI_RANK")]
    public void A_processor_that_gives_other_bits_is_refused(string launcher, string variable)
    {
        // Without vector instructions there is no fused multiply-add.
        var result = Script(
            launcher,
            2,
            $"[ ${variable} = 1 ] && export DOTNET_EnableHWIntrinsic=0; "
            + $"torchbasics train lenet5 {Short} --kernels fused --output run");

        ShouldFail(result, 4, "Rank 1 (", "gives other bits than rank 0");
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, "OMPI_COMM_WORLD_RANK")]
    [InlineData(MpiLauncher.Mpich, "PMI_RANK")]
    public void Samples_that_are_missing_on_one_machine_end_all(string launcher, string variable)
    {
        File.WriteAllLines(
            _folder["points.csv"], ["x,y,label", .. Enumerable.Range(1, 30).Select(row => $"{row},{row % 7},{row % 2}")]);

        var result = Script(
            launcher,
            3,
            $"data=points.csv; [ ${variable} = 2 ] && data=elsewhere.csv; "
            + "torchbasics train mlp --data $data --batch-size 8 --epochs 1 --output run");

        ShouldFail(result, 3, "Rank 2 (", "elsewhere.csv");
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData("perceptron", 2, "which cannot be divided")]
    [InlineData("lenet5 --find-learning-rate", 2, "--find-learning-rate is for one process alone")]
    [InlineData("lenet5 --peer-timeout 0", 2, "--peer-timeout is 0")]
    [InlineData("lenet5 --compare-every 0", 2, "--compare-every is 0")]
    public void What_several_processes_cannot_do_is_refused_once(string command, int code, string reason)
    {
        var result = Script(MpiLauncher.Mpich, 2, $"torchbasics train {command} --output run");

        ShouldFail(result, code, reason);
    }

    [Fact]
    public void Without_a_usable_MPI_it_says_what_to_do()
    {
        using var run = MpiLauncher.Find(MpiLauncher.Mpich).Start(
            2,
            new Dictionary<string, string> { ["TORCHBASICS_MPI"] = "/nowhere/libmpi.so" },
            [CliProcess.Host, CliProcess.Program, "train", "lenet5", "--output", "run"],
            _folder.Path);

        var result = run.End(Limit);

        Assert.Equal(4, result.Code);
        Assert.Contains("TORCHBASICS_MPI", result.Ranks[0].Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi)]
    [InlineData(MpiLauncher.Mpich)]
    public void A_rank_that_hangs_is_named_and_the_run_can_be_resumed_with_another_number(string launcher)
    {
        var whole = Alone();
        using var run = Start(launcher, 3, Long, "--peer-timeout", "3");
        AwaitCheckpoint(step: 20);
        run.Signal(1, "STOP");

        var result = run.End(Limit);

        Assert.Equal(1, result.Code);
        // The launcher wakes the rank that hung to end it; it then finds that nobody is left.
        MpiRank[] others = [result.Ranks[0], result.Ranks[2]];
        var error = Assert.Single(others, rank => rank.Error.Contains("error: ", StringComparison.Ordinal)).Error;
        Assert.Contains("Rank 1 (", error, StringComparison.Ordinal);
        Assert.Contains("was lost: nothing came from there for 3", error, StringComparison.Ordinal);
        Assert.Contains("train --resume run' continues", error, StringComparison.Ordinal);
        Assert.Equal(whole, Resumed(launcher == MpiLauncher.Mpich ? MpiLauncher.OpenMpi : MpiLauncher.Mpich, 2));
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, 2)]
    [InlineData(MpiLauncher.Mpich, 0)]
    public void A_rank_that_is_killed_ends_the_run_which_can_be_resumed_with_another_number(string launcher, int victim)
    {
        var whole = Alone();
        using var run = Start(launcher, 3, Long);
        AwaitCheckpoint(step: 20);
        run.Signal(victim, "KILL");

        Assert.NotEqual(0, run.End(Limit).Code);
        Assert.Equal(whole, Resumed(launcher, 4));
    }

    [Fact]
    public void An_interruption_stops_all_after_the_same_step()
    {
        var whole = Alone();
        using var run = Start(MpiLauncher.Mpich, 2, Long);
        AwaitCheckpoint(step: 20);
        run.Signal(1, "INT");

        var result = run.End(Limit);

        Assert.True(result.Code != 0, $"{result}");
        Assert.Contains("everything is saved in run", result.Ranks[0].Output, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Interrupted, RunRecordFile.Read(_folder["run/run.json"])!.Status);
        Assert.Equal(whole, Resumed(MpiLauncher.Mpich, 3));
    }

    private const string Short = "--epochs 1 --train-limit 200 --test-limit 50 --threads 1 --quiet";

    private static readonly string[] Long =
    [
        "--epochs", "8", "--train-limit", "6000", "--test-limit", "100", "--batch-size", "100", "--checkpoint-every", "10",
        "--threads", "1", "--quiet",
    ];

    private static void ShouldFail(MpiResult result, int code, params string[] words)
    {
        Assert.True(result.Code == code, $"{result}");
        var error = Assert.Single(result.Ranks, rank => rank.Error.Contains("error: ", StringComparison.Ordinal)).Error;
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
    }

    private MpiResult Train(string launcher, int ranks, params string[] options)
    {
        using var run = Start(launcher, ranks, [.. Short.Split(' '), .. options]);
        return run.End(Limit);
    }

    private MpiRun Start(string launcher, int ranks, string[] options, params string[] more) =>
        MpiLauncher.Find(launcher).Start(
            ranks,
            null,
            // Signals are heard even where the tests run in the background of a shell, which lets its programs ignore SIGINT.
            ["env", "--default-signal=INT", CliProcess.Host, CliProcess.Program, "train", "lenet5", .. options, "--output", "run",
                .. more],
            _folder.Path);

    private MpiResult Script(string launcher, int ranks, string script)
    {
        var function = $"torchbasics() {{ '{CliProcess.Host}' '{CliProcess.Program}' \"$@\"; }}";
        using var run = MpiLauncher.Find(launcher).Start(ranks, null, ["sh", "-c", $"{function}\n{script}"], _folder.Path);
        return run.End(Limit);
    }

    private void Describe(string file, string activation)
    {
        var layers = $$"""[{ "kind": "Flatten" }, { "kind": "Linear", "name": "fc1", "inputs": 784, "outputs": 20 }, """
            + $$"""{ "kind": "{{activation}}" }, { "kind": "Linear", "name": "fc2", "inputs": 20, "outputs": 10 }]""";
        File.WriteAllText(
            _folder[file],
            $$"""{ "name": "two", "input": [1, 28, 28], "initialization": "LeCunUniform", "layers": {{layers}} }""");
    }

    private string Alone()
    {
        CliProcess.Run(_folder.Path, ["train", "lenet5", .. Long, "--output", "whole"]).ShouldSucceed();
        return RunRecordFile.Read(_folder["whole/run.json"])!.WeightHash!;
    }

    private string Resumed(string launcher, int ranks)
    {
        using var run = MpiLauncher.Find(launcher).Start(
            ranks, null, [CliProcess.Host, CliProcess.Program, "train", "--resume", "run", "--quiet"], _folder.Path);
        var result = run.End(Limit);
        Assert.True(result.Code == 0, $"{result}");
        return RunRecordFile.Read(_folder["run/run.json"])!.WeightHash!;
    }

    private void AwaitCheckpoint(int step)
    {
        var (folder, first, end) = (_folder["run/checkpoints"], $"step-{step:D9}.safetensors", DateTime.UtcNow + Limit);
        while (!Directory.Exists(folder)
            || !Directory.EnumerateFiles(folder, "step-*.safetensors").Any(
                file => string.CompareOrdinal(Path.GetFileName(file), first) >= 0))
        {
            Assert.True(DateTime.UtcNow < end, "The run made no checkpoint.");
            Thread.Sleep(5);
        }
    }
}
