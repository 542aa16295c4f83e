namespace TorchBasics.Benchmarks.Running;

/// <summary>What the machine can do at most in one respect, measured in the same rounds as the rivals.</summary>
internal abstract class Yardstick(string name) : Rival(name)
{
    /// <summary>Operations, bytes or calls of one step.</summary>
    public abstract long UnitsPerStep { get; }

    public override float[] Result() => [];
}
