using System.Reflection.PortableExecutable;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>The built program holds machine code, so that its start does not wait for the JIT.</summary>
public class ReadyToRunTests
{
    [Theory]
    [InlineData("torchbasics.dll")]
    [InlineData("TorchBasics.Formats.dll")]
    [InlineData("TorchSharp.dll")]
    [InlineData("OxyPlot.dll")]
    public void The_program_and_its_libraries_are_compiled_when_they_are_built(string library)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "Compiled ahead of time on Linux and Windows only.");

        using var reader = new PEReader(File.OpenRead(Path.Combine(CliProcess.Folder, library)));

        Assert.NotEqual(0, reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }
}
