namespace TorchBasics.Lessons.Blocks;

/// <summary>What stands out about a cell; the text has to say it, too, for those who see no colours.</summary>
public enum CellMark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is right.</summary>
    Right,

    /// <summary>It is wrong.</summary>
    Wrong,
}
