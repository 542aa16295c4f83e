using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Training.Records;

/// <summary>What a user asks for when the members of a committee are trained one after the other.</summary>
/// <param name="Members">How many members there are.</param>
/// <param name="First">What the first member is asked for; each one after it begins with a seed larger by one.</param>
public sealed record CommitteeRequest(int Members, RunRequest First)
{
    /// <summary>What a member is asked for.</summary>
    /// <param name="place">Its place, from 0.</param>
    /// <returns>The request.</returns>
    public RunRequest Of(int place) =>
        First with { Options = First.Options with { Seed = First.Options.Seed + (ulong)place } };

    /// <summary>Refuses a number of members that makes no committee.</summary>
    /// <exception cref="TorchBasicsException">They are too few or too many: kind Usage.</exception>
    public void Check()
    {
        if (Members is < 2 or > Ensemble.MostMembers)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"--members is {Members}; expected 2 to {Ensemble.MostMembers} networks.");
    }
}
