namespace TorchBasics.Formats;

/// <summary>The steps of an atomic write that can fail, so that tests can let each of them fail.</summary>
public interface IFileOperations
{
    /// <summary>Whether something other than a file lies at a path that is no folder.</summary>
    bool IsPipeOrDevice(string path);

    /// <summary>
    /// What no other file has that may come to lie at the path; null where there is no file, or the system does not tell.
    /// </summary>
    FileIdentity? Identify(string path);

    /// <summary>Creates a file that does not exist yet and locks it.</summary>
    Stream Create(string path);

    /// <summary>Gives the new file the access rights of the one it will replace, if there is one.</summary>
    void KeepAccessRights(string old, string path);

    /// <summary>Returns when the content has reached the disk.</summary>
    void FlushToDisk(Stream stream);

    /// <summary>Gives the file its final name; whatever had that name is gone.</summary>
    void Rename(string from, string to);

    /// <summary>Returns when the names in the folder have reached the disk.</summary>
    void FlushFolderToDisk(string folder);

    /// <summary>Deletes a file that is of no use any more; does not complain when that fails.</summary>
    void TryDelete(string path);
}
