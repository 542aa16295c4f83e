namespace TorchBasics.Formats.Zip;

/// <summary>
/// Names of entries. Nothing is ever unpacked to the disk here, but other programs do, and a name that could leave their
/// folder has no place in a file of arrays.
/// </summary>
internal static class ZipName
{
    /// <summary>What is wrong with a name; null when nothing is.</summary>
    public static string? Problem(string name)
    {
        if (name.Length == 0)
            return "is empty";
        if (name.Contains('\\'))
            return "holds a backslash; folders are separated by '/'";
        foreach (var letter in name)
            if (char.IsControl(letter))
                return "holds a control character";
        if (name[0] == '/' || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])))
            return "is absolute";
        if (name[^1] == '/')
            return "is that of a folder; only files are expected";
        foreach (var part in name.AsSpan().Split('/'))
            if (name.AsSpan()[part] is "" or "." or "..")
                return "has a part that is empty, '.' or '..'";
        return null;
    }
}
