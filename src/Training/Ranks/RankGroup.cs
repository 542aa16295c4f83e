using System.Diagnostics;
using System.Runtime.InteropServices;
using TorchBasics.Bindings.Mpi;
using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Ranks;

/// <summary>
/// The processes that train one network together: this one is a rank of them. Every wait for another rank is bounded, and a
/// rank that is lost is named.
/// </summary>
/// <remarks>Not safe for use from several threads at once.</remarks>
public sealed unsafe partial class RankGroup : IDisposable
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastMessages = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OthersErrors = TimeSpan.FromMilliseconds(500); // the same one comes at about the same time

    private readonly IRankLink _link;
    private readonly RankControl _control;
    private readonly NativeBytes _memory = new();
    private readonly ManualResetEvent _never = new(initialState: false);
    private readonly List<Message> _messages = [];
    private readonly TimeSpan _limit;
    private readonly bool _shares; // a core with other ranks: spinning would keep them from what is waited for
    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _waiting;
    private long _longest;
    private PeerFailedException? _failure; // the first one that was heard of
    private long _failedAt;
    private bool _hasFailed; // all know
    private bool _hasSpoken; // the last word of this rank
    private bool _hasLost;   // somebody: nobody is waited for any more

    internal RankGroup(IRankLink link, TimeSpan limit, string? library = null)
    {
        (_link, _limit, Library) = (link, limit, library);
        _control = new RankControl(link);
        Hosts = GatherTexts(link.Host);
        var cores = GatherTexts(AllowedCores());
        var sharing = Enumerable.Range(0, Size).Count(peer => Hosts[peer] == Hosts[Rank] && cores[peer] == cores[Rank]);
        ThreadsHere = Math.Max(1, Environment.ProcessorCount / sharing);
        _shares = sharing > Environment.ProcessorCount;
        var devices = GatherTexts(Environment.GetEnvironmentVariable(RankDevice.Visible) ?? "");
        int[] beside = [.. Enumerable.Range(0, Size).Where(peer =>
            Hosts[peer] == Hosts[Rank] && devices[peer] == devices[Rank])];
        (RankOnDevices, RanksOnDevices) = (beside.Count(peer => peer < Rank), beside.Length);
    }

    /// <summary>How long a rank is waited for where nothing else is said.</summary>
    public static TimeSpan UsualLimit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The number of this process, from 0.</summary>
    public int Rank => _link.Rank;

    /// <summary>How many processes there are, at least 1.</summary>
    public int Size => _link.Size;

    /// <summary>Whether this is the rank that writes files and talks to the user.</summary>
    public bool Leads => Rank == 0;

    /// <summary>The machine of each rank.</summary>
    public IReadOnlyList<string> Hosts { get; } = [];

    /// <summary>What carries the bytes; null where that is memory.</summary>
    public string? Library { get; private set; }

    /// <summary>The threads that each rank on this machine may use, so that they do not compete for the same cores.</summary>
    public int ThreadsHere { get; }

    /// <summary>Bytes that this rank has sent.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Time that this rank has spent waiting for others.</summary>
    public TimeSpan Waiting => Stopwatch.GetElapsedTime(0, _waiting);

    /// <summary>The folder of the run, which rank 0 has; empty while there is none.</summary>
    public string Folder { get; internal set; } = "";

    /// <summary>How many lower ranks see the same CUDA devices as this one.</summary>
    internal int RankOnDevices { get; }

    /// <summary>How many ranks, this one included, see the same CUDA devices.</summary>
    internal int RanksOnDevices { get; }

    /// <summary>What a record says of the ranks.</summary>
    internal RankUse Use => new(
        Size, Hosts, Library, BytesSent, Waiting.TotalSeconds / Math.Max(1e-9, Stopwatch.GetElapsedTime(_begun).TotalSeconds));

    /// <summary>Asks this rank to stop; the ranks then stop together, after the same step.</summary>
    public CancellationToken Interruption
    {
        get;
        set => (field, _longest) = (value, 0); // the waits of the preparation are no measure of those that follow
    }

    /// <summary>Joins the processes that a launcher has started together with this one.</summary>
    /// <param name="limit">How long a rank is waited for, positive.</param>
    /// <returns>The group; null where no launcher started this process, or where it is alone and there is no MPI.</returns>
    /// <exception cref="TorchBasicsException">
    /// There is a launcher, but no MPI that could be used: kind NativeRuntime. A rank does not answer: kind Failed.
    /// </exception>
    public static RankGroup? Join(TimeSpan limit)
    {
        if (MpiLaunch.Detect() is not { } launch)
            return null;
        MpiLibrary library;
        try
        {
            library = MpiLibrary.Load(launch);
        }
        catch (TorchBasicsException) when (launch.Size == 1)
        {
            return null; // it needs none
        }

        return new RankGroup(new MpiLink(library.Start()), limit, library.Version);
    }

    /// <summary>Tells every rank the same few bytes of each.</summary>
    /// <param name="own">This rank's; as many on each.</param>
    /// <returns>All of them, one rank behind the other; good until the next call.</returns>
    /// <exception cref="LostRankException">A rank does not answer.</exception>
    /// <exception cref="PeerFailedException">A rank has failed.</exception>
    public ReadOnlySpan<byte> Gather(ReadOnlySpan<byte> own)
    {
        var all = _memory.Reserve(Size * own.Length);
        own.CopyTo(new Span<byte>(all + (Rank * own.Length), own.Length));
        _messages.Clear();
        for (var peer = 0; peer < Size; peer++)
            if (peer != Rank)
                _messages.Add(Receive(all + (peer * own.Length), own.Length, peer, RankTags.Gather));
        for (var peer = 0; peer < Size; peer++)
            if (peer != Rank)
                _messages.Add(Send(all + (Rank * own.Length), own.Length, peer, RankTags.Gather));
        Wait(_messages);
        return new(all, Size * own.Length);
    }

    /// <summary>Tells every rank a text of each.</summary>
    /// <param name="own">This rank's.</param>
    /// <returns>All of them, by rank.</returns>
    /// <exception cref="LostRankException">A rank does not answer.</exception>
    /// <exception cref="PeerFailedException">A rank has failed.</exception>
    public IReadOnlyList<string> GatherTexts(string own)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(own);
        var length = bytes.Length;
        var lengths = MemoryMarshal.Cast<byte, int>(Gather(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)))).ToArray();
        var (longest, texts) = (lengths.Max(), new List<string>());
        Array.Resize(ref bytes, longest);
        var all = Gather(bytes);
        for (var rank = 0; rank < Size; rank++)
            texts.Add(System.Text.Encoding.UTF8.GetString(all.Slice(rank * longest, lengths[rank])));
        return texts;
    }

    /// <summary>What rank 0 has, on every rank.</summary>
    /// <param name="bytes">Rank 0's; the others' are not looked at.</param>
    /// <returns>Those of rank 0.</returns>
    /// <exception cref="LostRankException">A rank does not answer.</exception>
    /// <exception cref="PeerFailedException">A rank has failed.</exception>
    public byte[] Broadcast(byte[] bytes)
    {
        long length = bytes.Length;
        length = MemoryMarshal.Cast<byte, long>(Gather(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in length))))[0];
        if (!Leads)
            bytes = new byte[length];
        fixed (byte* pointer = bytes)
        {
            _messages.Clear();
            for (var peer = 1; Leads && peer < Size; peer++)
                _messages.Add(Send(pointer, (nint)length, peer, RankTags.Broadcast));
            if (!Leads)
                _messages.Add(Receive(pointer, (nint)length, 0, RankTags.Broadcast));
            Wait(_messages);
        }

        return bytes;
    }

    /// <summary>Does work that each rank does for itself, and ends it together: where one fails, all do.</summary>
    /// <typeparam name="T">What comes out.</typeparam>
    /// <param name="work">The work; it must not wait for other ranks.</param>
    /// <param name="undo">Undoes it here where it failed on another rank; null for disposing of what came out.</param>
    /// <returns>What came out on this rank.</returns>
    /// <exception cref="TorchBasicsException">The work failed here, or on another rank, which is named.</exception>
    /// <exception cref="OperationCanceledException">A rank was asked to stop.</exception>
    public T Together<T>(Func<T> work, Action<T>? undo = null)
    {
        var (result, error) = (default(T), default(Exception));
        try
        {
            result = work();
        }
        catch (Exception exception) when (exception is TorchBasicsException or OperationCanceledException)
        {
            error = exception;
        }

        try
        {
            var answers = GatherTexts(error switch
            {
                null => "",
                TorchBasicsException known => FormattableString.Invariant($"{(int)known.Kind} {known.Message}"),
                _ => "0 ",
            });
            if (answers.All(answer => answer.Length == 0))
                return result!;
            (_hasFailed, var failed) = (true, answers.Index().First(answer => answer.Item.Length > 0));
            throw Failure(failed.Index, failed.Item, answers.All(answer => answer == failed.Item));
        }
        catch
        {
            if (error is null && undo is not null)
                undo(result!);
            else
                (result as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>Tells the others that this rank ends with an error, so that they do not wait for it.</summary>
    /// <param name="kind">What kind of error; they end with the same exit code.</param>
    /// <returns>Whether this rank is the one that should say so: no lower one has failed by itself, too.</returns>
    public bool ReportFailure(ErrorKind kind)
    {
        if (_hasFailed || _hasSpoken || _hasLost)
            return Leads;
        (_hasFailed, _hasSpoken) = (true, true);
        _control.SayFailed(kind);
        var (begun, lowest) = (Stopwatch.GetTimestamp(), Math.Min(Rank, _failure?.Rank ?? Rank));
        while (Stopwatch.GetElapsedTime(begun) < (Leads ? TimeSpan.FromMilliseconds(50) : OthersErrors) || !_control.IsSilent)
        {
            if (Stopwatch.GetElapsedTime(begun) > FarewellLimit)
                break;
            try
            {
                _control.Poll();
            }
            catch (PeerFailedException other)
            {
                lowest = Math.Min(lowest, other.Rank);
            }

            Rest();
        }

        return lowest == Rank;
    }

    /// <summary>Adds to <see cref="Library"/> what else carries numbers.</summary>
    internal void Carries(string what) => Library = Library is null ? what : $"{Library}, {what}";

    /// <summary>Ends this process, and with the launcher's help all others, hung ones included.</summary>
    /// <param name="exitCode">What it exits with.</param>
    public void Abort(int exitCode) => _link.Abort(exitCode);

    /// <summary>Leaves the group, for which the ranks wait for each other, but not long.</summary>
    public void Dispose()
    {
        if (!_hasLost)
            Farewell(_hasFailed && _limit > FarewellLimit ? FarewellLimit : _limit);
        _link.Dispose();
        _control.Dispose();
        _memory.Dispose();
        _never.Dispose();
    }

    // The others end silently: what happened is said once.
    private TorchBasicsException Failure(int rank, string answer, bool isEverywhere)
    {
        var kind = int.Parse(answer.AsSpan(0, answer.IndexOf(' ')), System.Globalization.CultureInfo.InvariantCulture);
        if (kind == 0)
            throw new OperationCanceledException("A rank was asked to stop.");
        var message = answer[(answer.IndexOf(' ') + 1)..];
        if (!Leads)
            return new PeerFailedException(rank, (ErrorKind)kind);
        return new TorchBasicsException((ErrorKind)kind, isEverywhere ? message : $"Rank {rank} ({Hosts[rank]}): {message}");
    }

    // Ranks that may use the same cores compete for them; those that a launcher has bound do not.
    private static string AllowedCores()
    {
        const string Status = "/proc/self/status";
        return File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("Cpus_allowed_list", StringComparison.Ordinal)) ?? ""
            : "";
    }

    // Everybody listens to everybody until all have said that they are done: no message is left on its way.
    private void Farewell(TimeSpan limit)
    {
        try
        {
            if (!_hasSpoken)
                _control.SayDone();
            var begun = Stopwatch.GetTimestamp();
            while (!(_control.IsSilent && Enumerable.Range(0, Size).All(peer => peer == Rank || _control.HasLeft(peer)))
                && Stopwatch.GetElapsedTime(begun) < limit)
            {
                Hear();
                Rest();
            }
        }
        catch (LostRankException)
        {
            // The work is done here; whoever needs that rank reports it.
        }
    }

    // Reads what the others say; that one has failed is remembered.
    private void Hear()
    {
        try
        {
            _control.Poll();
        }
        catch (PeerFailedException failure)
        {
            if (_failure is null)
                (_failure, _failedAt) = (failure, Stopwatch.GetTimestamp());
        }
    }
}
