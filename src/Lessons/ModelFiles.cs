using System.Security.Cryptography;
using TorchBasics.Core.Errors;

namespace TorchBasics.Lessons;

/// <summary>Model files that a person has given: parameters name them by what they hold, as no link has room for one.</summary>
public sealed class ModelFiles
{
    /// <summary>The most bytes of a file: the largest network of a lesson with an optimizer's arrays has half of it.</summary>
    public const int MostBytes = 8 << 20;

    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Takes a file, whatever it holds.</summary>
    /// <param name="file">Its bytes.</param>
    /// <returns>Its name: the first 16 hexadecimal digits of its SHA-256.</returns>
    public string Add(byte[] file)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 8));
        _files[name] = file;
        return name;
    }

    /// <summary>The bytes of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="TorchBasicsException">Nobody has given it: kind Usage.</exception>
    internal byte[] Get(string name) => _files.GetValueOrDefault(name)
        ?? throw new LessonException(ErrorKind.Usage, "error.model.absent", name);
}
