using System.Buffers.Binary;
using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Numbers;

/// <summary>
/// The same bits everywhere: the SHA-256 of 10,000 results of each function, recorded once. Whoever changes a function in its
/// last bits renews them; a processor, a system or a browser never does.
/// </summary>
public class ElementaryHashTests
{
    private const int Count = 10_000;

    [Theory]
    [InlineData(nameof(ElementaryFunctions.Exp), "fc05ed1e69056e3be77f6b8cb6f1fc5807d412555f4ab536fd05cfc601fbed39")]
    [InlineData(nameof(ElementaryFunctions.Log), "738a77de8dd94d1a9c170a12f996dacd356ce34542a4119ea8f0744661a89656")]
    [InlineData(nameof(ElementaryFunctions.Tanh), "a24dc212a28a52658cbb2a822abf34965f7a0a840b2b7b76a5a476eac4a104e7")]
    [InlineData(nameof(ElementaryFunctions.Sin), "9b2124ffe8df18771dda3eb423088f0ea02d801e72f2c28ff35c031f27384c8b")]
    [InlineData(nameof(ElementaryFunctions.Cos), "f5c34cac0f2e42228b30959fef55c5db0a5b26ad2184a5111f377a89da63b931")]
    [InlineData(nameof(ElementaryFunctions.Power), "49f3e20a3e503f0c4e50bd80a6a5aeefb8523d7999e91c8a15f98b5cb8a2e842")]
    [InlineData(nameof(Float64.Erf), "22a300f8709077c10fbb6b0b04bc9a25bbe476d3f955287704dc9379e1564a69")]
    public void Results_have_the_recorded_bits(string name, string expected)
    {
        var random = RandomGenerator.ForStream(1, "elementary");
        var bytes = new byte[Count * sizeof(double)];
        for (var i = 0; i < Count; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), Result(name, random, i));

        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static double Result(string name, RandomGenerator random, int i)
    {
        // Every third argument of any size, the others of the sizes that networks have.
        var any = BitConverter.UInt64BitsToDouble(random.NextUInt64() % 0x7FF0_0000_0000_0000);
        var usual = random.NextUniform(-20, 20);
        var x = i % 3 == 0 ? any : usual;
        return name switch
        {
            nameof(ElementaryFunctions.Exp) => ElementaryFunctions.Exp(i % 3 == 0 ? 36 * usual : usual),
            nameof(ElementaryFunctions.Log) => ElementaryFunctions.Log(Math.Abs(x)),
            nameof(ElementaryFunctions.Tanh) => ElementaryFunctions.Tanh(x),
            nameof(ElementaryFunctions.Sin) => ElementaryFunctions.Sin(i % 3 == 0 ? 50 * usual : usual / 10),
            nameof(ElementaryFunctions.Cos) => ElementaryFunctions.Cos(i % 3 == 0 ? 50 * usual : usual / 10),
            nameof(ElementaryFunctions.Power) => ElementaryFunctions.Power(usual / 10, random.NextInt32(1_000) - 500),
            nameof(Float64.Erf) => Float64.Erf(new(i % 3 == 0 ? any : usual / 4)).Value,
            _ => throw new ArgumentException("There is no such function.", nameof(name)),
        };
    }
}
