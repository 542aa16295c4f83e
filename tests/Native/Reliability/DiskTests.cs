using System.Diagnostics;
using TorchBasics.Tests.Native.Cli;

namespace TorchBasics.Tests.Native.Reliability;

/// <summary>Disks that refuse: full ones and write-protected ones, made of memory in a mount namespace of their own.</summary>
public sealed class DiskTests : IDisposable
{
    private const string Train = "train xor-mlp --device cpu --threads 1 --seed 7 --checkpoint-every 1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The disk is filled by another file once the room has been checked and ten checkpoints have been written.
    [Fact]
    public void A_disk_that_fills_up_ends_the_run_and_keeps_the_checkpoint_before()
    {
        var result = OnDisk("size=8m", $"""
            torchbasics {Train} --epochs 250 --output whole --quiet >/dev/null
            torchbasics {Train} --epochs 250 --output disk/run >/dev/null 2>error &
            until ls disk/run/checkpoints/step-*[1-9][0-9].safetensors >/dev/null 2>&1 || ! kill -0 $!; do sleep 0.01; done
            head -c 9m /dev/zero >disk/filler 2>/dev/null
            wait $!
            echo "exit code $?, $(find disk/run -name '.torchbasics-*' | wc -l) temporary files"
            rm disk/filler
            torchbasics train --resume disk/run
            grep -h weightHash whole/run.json disk/run/run.json | uniq | wc -l
            cat error >&2
            """);

        var output = result.ShouldSucceed();
        Assert.StartsWith("exit code 1, 0 temporary files\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\nresumed +at step [1-9]\d+ of 250\n", output);
        Assert.EndsWith("\n1\n", output, StringComparison.Ordinal); // one hash for both
        Assert.Matches(@"disk/run/\S+ could not be written: the disk is full", result.Error);
    }

    [Fact]
    public void A_disk_without_room_for_the_checkpoints_is_refused_before_training()
    {
        var result = OnDisk("size=200k", $"torchbasics {Train} --epochs 3 --output disk/run");

        result.ShouldFail(1, "disk/run has ", " bytes free", "--output");
        Assert.DoesNotContain("epoch", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_room_for_its_files_is_refused_before_it_continues_and_nothing_is_written()
    {
        var result = OnDisk("size=2m", $"""
            torchbasics {Train} --epochs 30 --output disk/run --quiet >/dev/null
            rm disk/run/checkpoints/step-000000029.safetensors
            head -c 9m /dev/zero >disk/filler 2>/dev/null
            truncate -s -600k disk/filler
            touch marker
            torchbasics train --resume disk/run
            echo "exit code $?, $(find disk/run -newer marker -type f ! -name run.lock | wc -l) files written"
            """);

        Assert.EndsWith("exit code 1, 0 files written\n", result.ShouldSucceed(), StringComparison.Ordinal);
        Assert.Contains("bytes free; what this run writes needs about", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--output", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_protected_disk_is_refused_before_training()
    {
        var result = OnDisk(
            "size=2m", $"mkdir disk/run && mount -o remount,ro disk && torchbasics {Train} --epochs 3 --output disk/run");

        result.ShouldFail(1, "disk/run cannot be used as the folder of a run", "ead-only");
        Assert.DoesNotContain("epoch", result.Output, StringComparison.Ordinal);
    }

    // Runs a script beside the folder "disk", which is a file system of that size; it disappears with the script.
    private CliResult OnDisk(string options, string script)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && MayMount(),
            "Needs Linux and the right to mount a file system in a namespace of one's own.");
        Directory.CreateDirectory(_folder["disk"]);
        return CliProcess.End(Unshare($$"""
            torchbasics() { '{{CliProcess.Host}}' '{{CliProcess.Program}}' "$@"; }
            mount -t tmpfs -o {{options}} none disk || exit 99
            {{script}}
            """));
    }

    private bool MayMount()
    {
        try
        {
            using var process = Unshare($"mount -t tmpfs none '{_folder.Path}'");
            return CliProcess.End(process).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }

    private Process Unshare(string script)
    {
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", "-c", script])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
