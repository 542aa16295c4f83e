namespace TorchBasics.Cli.Reports;

/// <summary>What "benchmark --json" prints.</summary>
/// <param name="Model">Name of the network.</param>
/// <param name="Parameters">Its trainable numbers.</param>
/// <param name="MultiplyAdds">Its multiply-adds for one sample.</param>
/// <param name="Machine">Where and with what it was measured.</param>
/// <param name="SecondsEach">How long each engine was timed at each task.</param>
/// <param name="Rounds">In how many turns.</param>
/// <param name="Agreed">Who agreed with the reference mathematics before anything was timed.</param>
/// <param name="Untimed">Who was not timed, and why.</param>
/// <param name="Rows">What was measured.</param>
internal sealed record BenchmarkReport(
    string Model,
    long Parameters,
    long MultiplyAdds,
    BenchmarkMachine Machine,
    double SecondsEach,
    int Rounds,
    IReadOnlyList<AgreedEngine> Agreed,
    IReadOnlyList<UntimedEngine> Untimed,
    IReadOnlyList<BenchmarkRow> Rows);

/// <summary>Where and with what something was measured.</summary>
/// <param name="Processor">What the processor calls itself.</param>
/// <param name="Processors">Processors that this process may use.</param>
/// <param name="Threads">The most threads that were used.</param>
/// <param name="VectorBits">The widest vector that .NET computes in hardware, in bits.</param>
/// <param name="Kernels">Our kernels of this machine.</param>
/// <param name="CpuCapability">The instructions that libtorch chose.</param>
/// <param name="OneDnn">Whether libtorch computes with oneDNN.</param>
/// <param name="OneDnnVersion">Its version; null where it cannot be asked.</param>
/// <param name="System">The operating system.</param>
/// <param name="Versions">Versions of the programs, by name.</param>
internal sealed record BenchmarkMachine(
    string? Processor,
    int Processors,
    int Threads,
    int VectorBits,
    string Kernels,
    string CpuCapability,
    bool OneDnn,
    string? OneDnnVersion,
    string System,
    IReadOnlyDictionary<string, string> Versions);

/// <summary>An engine whose answers agreed.</summary>
/// <param name="Task">At what.</param>
/// <param name="Engine">Its name.</param>
/// <param name="Numbers">How many numbers were compared.</param>
/// <param name="Share">The largest difference as a share of what rounding allows.</param>
internal sealed record AgreedEngine(BenchmarkTask Task, string Engine, long Numbers, double Share);

/// <summary>An engine that was not timed.</summary>
/// <param name="Task">At what.</param>
/// <param name="Engine">Its name.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Disagrees">Whether its answers are wrong; otherwise it cannot do this.</param>
internal sealed record UntimedEngine(BenchmarkTask Task, string Engine, string Reason, bool Disagrees);

/// <summary>What was measured of an engine at a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Samples">Samples of a step.</param>
/// <param name="SecondsPerStep">The median over all turns.</param>
/// <param name="Fastest">The least seconds of a step in a turn.</param>
/// <param name="Slowest">The most.</param>
/// <param name="SamplesPerSecond">Samples per second, at the median.</param>
/// <param name="Speed">
/// How many times as fast as the first engine at this task: the median over the turns, each compared with that of the same round.
/// </param>
internal sealed record BenchmarkRow(
    BenchmarkTask Task,
    string Engine,
    int Threads,
    int Samples,
    double SecondsPerStep,
    double Fastest,
    double Slowest,
    double SamplesPerSecond,
    double Speed);
