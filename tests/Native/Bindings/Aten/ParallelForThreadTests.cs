using TorchBasics.Bindings.Aten;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Bindings.Aten;

/// <summary>The threads of a loop. How many libtorch has is one number for the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class ParallelForThreadTests : IDisposable
{
    private readonly int _before = get_num_threads();

    public ParallelForThreadTests() => set_num_threads(2);

    public void Dispose() => set_num_threads(_before);

    [Fact]
    public void Two_parts_are_two_threads_at_the_same_time()
    {
        using var meeting = new Barrier(2);
        using var loop = new ParallelFor((begin, end) => Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(60))));

        loop.Run(2);
    }
}
