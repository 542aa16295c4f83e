using TorchBasics.Core.Errors;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>Files that are made to do harm: each is refused, with a reason and a place, and nothing else happens.</summary>
public class AttackTests
{
    private static readonly Dictionary<string, Lazy<Attack>> Attacks =
        new[] { GlobalAttacks.All, InstructionAttacks.All, ObjectAttacks.All, ArchiveAttacks.All }
            .SelectMany(attacks => attacks).ToDictionary(attack => attack.Name, attack => new Lazy<Attack>(attack));

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attack_is_refused_with_the_reason(string name) => AssertRefused(Attacks[name].Value);

    [Fact]
    public void A_bomb_is_refused_before_it_goes_off()
    {
        foreach (var attack in BombAttacks.All)
            AssertRefused(attack);
    }

    [Fact]
    public void There_are_more_than_200_of_them() => Assert.True(Attacks.Count > 300, $"{Attacks.Count}");

    [Fact]
    public void Nothing_that_a_file_names_is_run()
    {
        foreach (var attack in GlobalAttacks.All)
            Assert.Throws<MalformedFileException>(() => TorchFile.Parse("attack", attack.File));

        Assert.False(File.Exists(GlobalAttacks.Canary));
    }

    // What could turn a name into something that runs is not used at all.
    [Theory]
    [InlineData("System.Reflection"), InlineData("Type.GetType"), InlineData("GetMethod"), InlineData("Activator"),
        InlineData("Assembly"), InlineData("Invoke(")]
    [InlineData("Process"), InlineData("Expression"), InlineData("DllImport"), InlineData("LibraryImport"), InlineData("unsafe")]
    public void The_readers_do_without(string word)
    {
        string[] folders = ["src/Formats/PyTorch", "src/Formats/Zip", "src/Formats/Npz"];

        Assert.Equal([], folders.SelectMany(folder => RepositoryFiles.Find(folder, "*.cs"))
            .Where(file => RepositoryFiles.CodeOnly(RepositoryFiles.Read(file)).Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_instruction_that_is_not_known_is_refused()
    {
        for (var opcode = 0; opcode < 256; opcode++)
        {
            if (Enum.IsDefined((TorchBasics.Formats.PyTorch.Pickling.PickleOpcode)opcode))
                continue;
            var file = TorchBytes.Archive([0x80, 2, (byte)opcode, 0, 0, 0, 0, 0, 0, 0, 0]);

            var error = Assert.Throws<MalformedFileException>(() => TorchFile.Parse("attack", file));

            Assert.StartsWith($"the instruction 0x{opcode:X2} is not one", error.Reason, StringComparison.Ordinal);
            Assert.Equal(64 + 2, error.Offset);
        }
    }

    private static void AssertRefused(Attack attack)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MalformedFileException>(() => TorchFile.Parse("attack", attack.File));

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(error.Reason.Contains(attack.Reason, StringComparison.Ordinal), $"{attack.Name}: {error.Reason}");
        Assert.InRange(error.Offset, 0, attack.File.Length);
        Assert.True(
            allocated <= (4L * attack.File.Length) + (16 << 20),
            $"{attack.Name}: {allocated} bytes were allocated for {attack.File.Length}");
    }
}
