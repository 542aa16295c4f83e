using System.Security.Cryptography;
using TorchBasics.Core.Errors;

namespace TorchBasics.Lessons;

/// <summary>Model files that a person has given: parameters name them by what they hold, as no link has room for one.</summary>
public sealed class ModelFiles
{
    /// <summary>The most bytes of a file: the largest network of a lesson with an optimizer's arrays has half of it.</summary>
    public const int MostBytes = 8 << 20;

    private readonly Dictionary<string, (byte[] Bytes, int Times)> _files = [];

    /// <summary>Takes a file, whatever it holds; what is given twice is held once.</summary>
    /// <param name="file">Its bytes.</param>
    /// <returns>Its name: the first 16 hexadecimal digits of its SHA-256.</returns>
    public string Add(byte[] file)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 8));
        _files[name] = (file, _files.GetValueOrDefault(name).Times + 1);
        return name;
    }

    /// <summary>Lets go of a file, once for each time that it was taken; one that is not here stays so.</summary>
    /// <param name="name">Its name.</param>
    internal void Remove(string name)
    {
        if (_files.Remove(name, out var file) && file.Times > 1)
            _files[name] = file with { Times = file.Times - 1 };
    }

    /// <summary>The bytes of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="TorchBasicsException">Nobody has given it: kind Usage.</exception>
    internal byte[] Get(string name) => _files.GetValueOrDefault(name).Bytes
        ?? throw new LessonException(ErrorKind.Usage, "error.model.absent", name);
}
