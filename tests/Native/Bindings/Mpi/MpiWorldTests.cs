namespace TorchBasics.Tests.Native.Bindings.Mpi;

/// <summary>Programs that real launchers start: what each rank does stands in the scenario of that name.</summary>
public sealed class MpiWorldTests
{
    private static readonly Dictionary<string, string> WrongLibrary = new()
    {
        [MpiLauncher.OpenMpi] = "libmpich.so.12",
        [MpiLauncher.Mpich] = "libmpi.so.40",
    };

    public static TheoryData<string> Launchers => [MpiLauncher.OpenMpi, MpiLauncher.Mpich];

    public static MatrixTheoryData<string, int> LaunchersAndRanks =>
        new([MpiLauncher.OpenMpi, MpiLauncher.Mpich], [1, 2, 3, 4, 8]);

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, "OpenMpi: Open MPI v")]
    [InlineData(MpiLauncher.Mpich, "Mpich: MPICH Version: ")]
    public void The_library_of_the_launcher_is_found(string launcher, string library)
    {
        var result = MpiLauncher.Find(launcher).Run(2, "start");

        Assert.True(result.Code == 0, $"{result}");
        Assert.All(result.Ranks, rank => Assert.StartsWith(library, rank.Output, StringComparison.Ordinal));
        Assert.Equal(
            ["rank 0 of 2", "rank 1 of 2"], result.Ranks.Select(rank => rank.Output.TrimEnd().Split('\n')[^1]));
    }

    [Theory]
    [MemberData(nameof(LaunchersAndRanks))]
    public void Large_and_empty_messages_go_round_in_both_directions(string launcher, int ranks)
    {
        var result = MpiLauncher.Find(launcher).Run(ranks, "ring");

        var host = result.Ranks[0].Output.TrimEnd().Split(' ')[^1];
        Assert.NotEmpty(host);
        result.ShouldPrint(rank => $"rank {rank} of {ranks} on {host}");
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void Every_rank_exchanges_with_every_other(string launcher) =>
        MpiLauncher.Find(launcher).Run(4, "pairs").ShouldPrint(rank => $"rank {rank} met 4");

    [Theory]
    [MemberData(nameof(Launchers))]
    public void Messages_in_pieces_do_not_mix(string launcher) =>
        MpiLauncher.Find(launcher).Run(2, "pieces").ShouldPrint(rank => $"rank {rank} in 5 pieces");

    [Theory]
    [MemberData(nameof(Launchers))]
    public void Messages_allocate_nothing(string launcher) =>
        MpiLauncher.Find(launcher).Run(2, "allocations").ShouldPrint(_ => "allocated 0");

    [Theory]
    [MemberData(nameof(Launchers))]
    public void A_null_reference_is_still_an_exception(string launcher) =>
        MpiLauncher.Find(launcher).Run(1, "null-reference").ShouldPrint(_ => "caught\ncaught");

    [Theory]
    [MemberData(nameof(Launchers))]
    public void Signals_that_ask_for_an_end_still_come(string launcher) =>
        MpiLauncher.Find(launcher).Run(1, "signals").ShouldPrint(_ => "SIGINT came\nSIGTERM came");

    [Theory]
    [MemberData(nameof(Launchers))]
    public void A_library_that_is_not_the_launchers_is_refused(string launcher)
    {
        var result = MpiLauncher.Find(launcher).Run(2, "start", new Dictionary<string, string>
        {
            ["TORCHBASICS_MPI"] = WrongLibrary[launcher],
        });

        Assert.SkipWhen(
            result.Ranks.Any(rank => rank.Error.Contains("the system has no ", StringComparison.Ordinal)),
            "No MPI launcher of another library");
        Assert.Equal(4, result.Code);
        // The launcher may end the other as soon as one has failed.
        Assert.Contains(result.Ranks, rank => rank.Error.Contains(" of 2, but ", StringComparison.Ordinal)
            && rank.Error.Contains(
                " counts 1: the library is not the launcher's. Set TORCHBASICS_MPI to the library that is.",
                StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void A_launcher_without_a_library_is_an_error(string launcher)
    {
        var result = MpiLauncher.Find(launcher).Run(1, "start", new Dictionary<string, string>
        {
            ["TORCHBASICS_MPI"] = "/nowhere/libmpi.so",
        });

        Assert.Equal(4, result.Code);
        Assert.Contains(
            "as rank 0 of 1, but no library of MPI can be used: the system has no /nowhere/libmpi.so. ",
            result.Ranks[0].Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MpiLauncher.OpenMpi, "MPI_ERR_RANK: invalid rank")]
    [InlineData(MpiLauncher.Mpich, "Invalid rank")]
    public void An_error_of_the_library_names_call_and_peer(string launcher, string reason)
    {
        var result = MpiLauncher.Find(launcher).Run(1, "unknown-peer");

        var lines = result.Ranks[0].Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(
            $"Failed, MPI_Isend, 1: MPI_Isend with rank 1 failed: {reason}", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            $"Failed, MPI_Irecv, -7: MPI_Irecv with rank -7 failed: {reason}", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void A_message_that_is_too_short_is_an_error_and_the_next_one_arrives(string launcher) =>
        MpiLauncher.Find(launcher).Run(2, "short-message").ShouldPrint(rank =>
            $"Failed, MPI_Irecv, {1 - rank}: MPI_Irecv with rank {1 - rank} failed: 10 bytes came where 20 were expected\n"
            + "done: True");

    [Theory]
    [MemberData(nameof(Launchers))]
    public void A_message_that_is_too_long_is_an_error_and_the_next_one_arrives(string launcher)
    {
        var result = MpiLauncher.Find(launcher).Run(2, "long-message");

        Assert.True(result.Code == 0, $"{result}");
        Assert.All(result.Ranks, (rank, number) =>
        {
            Assert.StartsWith(
                $"Failed, MPI_Test, {1 - number}: MPI_Test with rank {1 - number} failed: ",
                rank.Output,
                StringComparison.Ordinal);
            Assert.EndsWith("done: True", rank.Output.TrimEnd(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void One_rank_ends_all(string launcher)
    {
        var result = MpiLauncher.Find(launcher).Run(3, "abort");

        Assert.Equal(7, result.Code);
        Assert.Equal("aborts", result.Ranks[2].Output.TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void An_end_waits_for_a_rank_that_does_not_come_only_so_long(string launcher)
    {
        var result = MpiLauncher.Find(launcher).Run(2, "unfinished");

        Assert.Equal("went on", result.Ranks[0].Output.TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Launchers))]
    public void MPI_starts_once(string launcher) =>
        MpiLauncher.Find(launcher).Run(1, "twice").ShouldPrint(
            _ => "MPI was started before in this process, which it allows once.");
}
