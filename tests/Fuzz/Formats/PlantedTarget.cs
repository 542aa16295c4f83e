using SharpFuzz.Common;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>
/// A reader that is wrong in five ways, each behind a word of four letters that random changes alone would need some
/// billions of inputs to find: it shows that the fuzzer finds its way, and sees what it has to see.
/// </summary>
internal sealed class PlantedTarget : Target
{
    public override string Name => Planted;

    public override IReadOnlyList<byte[]> Seeds { get; } = [new byte[8]];

    public override IReadOnlyList<byte[]> Words => [];

    public override void Parse(byte[] input)
    {
        if (input.Length > 4 && Matches(input, 0, 'F') && Matches(input, 1, 'u') && Matches(input, 2, 'z')
            && Matches(input, 3, 'z'))
            Fail(input[4]);
    }

    // A branch that is counted as SharpFuzz lets code count it, which refuses to instrument what uses it.
    private static unsafe bool Matches(byte[] input, int place, char letter)
    {
        if (input[place] != letter)
            return false;
        var branch = (place + 1) << 8;
        Trace.SharedMem[branch ^ Trace.PrevLocation]++;
        Trace.PrevLocation = branch >> 1;
        return true;
    }

    private static void Fail(int way)
    {
        switch (way)
        {
            case 1:
                throw new InvalidOperationException("planted");
            case 2:
                throw new MalformedFileException("planted", -1, "no place");
            case 3:
                GC.KeepAlive(new byte[17 << 20]);
                break;
            case 4:
                for (var start = ThreadTime.Now; ThreadTime.Now - start < 60;)
                    Thread.SpinWait(100);
                break;
            case 5:
                Descend(1);
                break;
        }
    }

    // Deeper than any stack.
    private static int Descend(int depth) => depth == 0 ? 0 : Descend(depth + 1) + depth;
}
