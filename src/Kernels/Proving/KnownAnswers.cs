namespace TorchBasics.Kernels.Proving;

/// <summary>The questions that libtorch has to answer before its numbers are used.</summary>
/// <remarks>
/// The shapes are those of the catalogue's layers where that is affordable, and those in which blocked layouts (8 or 16
/// channels side by side) have tails: a known fault loses weights just there. Each shape costs the compilation of its kernels,
/// a millisecond or two; groups of several channels that are no multiple of 8 would cost 40 (oneDNN compiles a matrix product for
/// them), and are left to the probe of the doctor command.
/// </remarks>
internal static class KnownAnswers
{
    /// <summary>The questions, those first that have failed somewhere.</summary>
    public static IReadOnlyList<KnownAnswer> All { get; } =
    [
        new ConvolutionAnswer(
            new(64, 1, 6, 12, 5, Padding: 2), [0x3FE0D3594D8F0325, 0x6690749E5565F325, 0x29A25D0E2A32327D, 0x9C26EA0AF44CF13D]),
        new ConvolutionAnswer(
            new(2, 20, 50, 8, 5), [0x604BEA33AD7E0025, 0xBE30782602ADEB25, 0xA797550F701EFA45, 0x4C0E6945A6B179AD]),
        new ConvolutionAnswer(
            new(4, 3, 8, 7, 3, Padding: 1), [0xD259C26573946DA5, 0x2C164A7F7CA36195, 0xF52C64E04D857205, 0xFD042852BA4E39C5]),
        new ConvolutionAnswer(
            new(2, 6, 16, 9, 5), [0x90A82167479BB1A5, 0xB5E42A8371D05F95, 0xE443823DF18A8EA5, 0x937E9410879F6465]),
        new ConvolutionAnswer(
            new(1, 16, 10, 7, 1), [0xF43C4D7943EF910D, 0x194703B6F92B2065, 0x49646079C446BFA5, 0x79AEA2A90F4EEF8D]),
        new ConvolutionAnswer(
            new(2, 3, 7, 11, 3, Stride: 2, Padding: 1),
            [0x8FAFFDCDC31EC885, 0x5D4645DA26A4177D, 0xDDF3825F9431326F, 0x897227E133D76AA7]),
        new ConvolutionAnswer(
            new(2, 6, 6, 8, 3, Groups: 6), [0x8C4A82DA7E67B4E5, 0xCF10A57759FEDF25, 0xC17D1EF67DA5F6FD, 0xB98E02BD767D713D]),
        new ProductAnswer(new(64, 400, 120), [0xE4EB68F957D4FB25, 0xD93908BD5AA47B25]),
        new ProductAnswer(new(1, 84, 10), [0xEA4A8A4DF812EF8D, 0xFA7CE9AE93BEEF8D]),
        new PoolAnswer(new(2, 6, 28, 2, 2), [0x487BDEE86B160AE5, 0x1E8F269D40A48AE5]),
        new SoftmaxAnswer(64, 10, [0x6CDD64B30CB01525]),
        new NormAnswer(new(2, 6, 49), [0xAAF20D31A2E36195]),
    ];

    /// <summary>Those of them that our kernels can be asked.</summary>
    public static IReadOnlyList<KnownAnswer> OfKernels { get; } =
        [.. All.Where(KernelOperators.CanAnswer)];
}
