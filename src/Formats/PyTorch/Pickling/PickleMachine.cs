using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>
/// Interprets a pickle on data of its own. It looks up no type, calls nothing that the file names, never calls itself, and
/// knows no instruction but those that torch.save writes.
/// </summary>
/// <param name="source">The pickle.</param>
/// <param name="objects">Makes storages and tensors.</param>
internal sealed class PickleMachine(PickleSource source, TorchObjects objects)
{
    /// <summary>Bytes of the longest key of a dictionary; far more than any name of a parameter has.</summary>
    public const int LongestKey = 1024;

    private const int Protocol = 2;
    private const int MaximumDepth = 64;
    private const int ItemCost = 184; // in a list of 16 bytes an item and a table of 20, both grown by doubling, and the key
    private const int TableCost = 200; // of the first item, for which list and table are made

    private readonly PickleInput _input = new(source);
    private readonly PickleStack _stack = new(source);
    private readonly List<PickleValue> _memo = [];
    private int _place; // of the instruction being executed

    /// <summary>Runs the pickle to its end.</summary>
    /// <returns>What it describes.</returns>
    public PickleValue Run()
    {
        CheckProtocol();
        while (true)
        {
            _place = _input.Position;
            var opcode = (PickleOpcode)_input.Byte();
            if (opcode == PickleOpcode.Stop)
                return Finish();
            Execute(opcode);
        }
    }

    private void CheckProtocol()
    {
        if (_input.Rest < 2 || _input.Byte() != (byte)PickleOpcode.Proto)
            throw source.Malformed(0, "the pickle does not begin with its protocol.");
        if (_input.Byte() is var protocol and not Protocol)
            throw source.Malformed(
                1, $"the pickle uses protocol {protocol}; only {Protocol}, the default of torch.save, is read.");
    }

    private PickleValue Finish()
    {
        if (_input.Rest > 0)
            throw source.Malformed(_input.Position, $"{_input.Rest} bytes follow the end of the pickle.");
        var value = _stack.Pop(_place);
        return _stack.Reachable == 0 && _stack.MarkCount == 0
            ? value
            : throw source.Malformed(_place, "the pickle ends with values left over.");
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None: Push(PickleValue.None); break;
            case PickleOpcode.NewTrue or PickleOpcode.NewFalse: Push(PickleValue.Truth); break;
            case PickleOpcode.BinInt: Push(Integer(_input.Int32())); break;
            case PickleOpcode.BinInt1: Push(Integer(_input.Byte())); break;
            case PickleOpcode.BinInt2: Push(Integer(_input.UInt16())); break;
            case PickleOpcode.Long1: Push(_input.Long() is { } value ? Integer(value) : PickleValue.Number); break;
            case PickleOpcode.BinFloat: _input.Take(sizeof(double)); Push(PickleValue.Number); break;
            case PickleOpcode.BinUnicode: Push(Charged(new PickleText(_input.Text()))); break;
            case PickleOpcode.EmptyTuple: Push(PickleTuple.Empty); break;
            case PickleOpcode.Tuple1: Push(Tuple(_stack.Pop(_place, 1))); break;
            case PickleOpcode.Tuple2: Push(Tuple(_stack.Pop(_place, 2))); break;
            case PickleOpcode.Tuple3: Push(Tuple(_stack.Pop(_place, 3))); break;
            case PickleOpcode.Tuple: Push(Tuple(_stack.PopToMark(_place))); break;
            case PickleOpcode.EmptyList: Push(Charged(new PickleContainer("a list"))); break;
            case PickleOpcode.EmptyDict: Push(Dictionary(isOrdered: false)); break;
            case PickleOpcode.Append: Append(_stack.Pop(_place, 1)); break;
            case PickleOpcode.Appends: Append(_stack.PopToMark(_place)); break;
            case PickleOpcode.SetItem: SetItems(_stack.Pop(_place, 2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopToMark(_place)); break;
            case PickleOpcode.Mark: SetMark(); break;
            case PickleOpcode.BinPut: Memorize(_input.Byte()); break;
            case PickleOpcode.LongBinPut: Memorize(_input.UInt32()); break;
            case PickleOpcode.BinGet: Push(Recall(_input.Byte())); break;
            case PickleOpcode.LongBinGet: Push(Recall(_input.UInt32())); break;
            case PickleOpcode.Global: Push(Global(_input.TwoLines())); break;
            case PickleOpcode.BinPersId: Push(objects.Storage(_place, _stack.Pop(_place))); break;
            case PickleOpcode.Reduce: Push(Reduce(arguments: _stack.Pop(_place), function: _stack.Pop(_place))); break;
            case PickleOpcode.Build: SetAttributes(_stack.Pop(_place)); break;
            default:
                throw source.Malformed(_place, $"the instruction 0x{(byte)opcode:X2} is not one that torch.save writes for a "
                    + "state_dict. Save the weights alone: torch.save(model.state_dict(), path).");
        }
    }

    private void Push(PickleValue value) => _stack.Push(_place, value);

    private void SetMark()
    {
        if (_stack.MarkCount == MaximumDepth)
            throw TooDeep();
        _stack.Mark(_place);
    }

    private T Charged<T>(T value)
    {
        source.Charge(_place, PickleSource.ObjectCost);
        return value;
    }

    private PickleInteger Integer(long value) => PickleInteger.Find(value) ?? Charged(new PickleInteger(value));

    private PickleDictionary Dictionary(bool isOrdered)
    {
        source.Charge(_place, PickleSource.ObjectCost);
        return new PickleDictionary(isOrdered);
    }

    private PickleTuple Tuple(PickleValue[] items)
    {
        var depth = 0;
        foreach (var item in items)
            depth = Math.Max(depth, Enclose(item) + 1);
        return Charged(new PickleTuple(items, depth));
    }

    // A value becomes part of another: it may not grow any more, and there is an end to nesting.
    private int Enclose(PickleValue value)
    {
        if (value is PickleContainer container)
            container.Close();
        return value.Depth < MaximumDepth ? value.Depth : throw TooDeep();
    }

    private MalformedFileException TooDeep() => source.Malformed(_place, $"values are nested more than {MaximumDepth} deep.");

    private T Growing<T>(string instruction)
        where T : PickleContainer
    {
        if (_stack.Peek(_place) is not T container)
            throw source.Malformed(_place, $"{instruction} goes to {_stack.Peek(_place).Kind}.");
        return container.IsClosed ? throw source.Malformed(_place, $"{instruction} goes to {container.Kind} that is part of "
            + "another value already; values that hold themselves are not read.") : container;
    }

    private void Append(PickleValue[] items)
    {
        foreach (var item in items)
            Enclose(item);
        var list = Growing<PickleContainer>("an item of a list");
        if (list is PickleDictionary)
            throw source.Malformed(_place, "an item of a list goes to a dictionary.");
        foreach (var item in items)
            list.Nest(item);
    }

    private void SetItems(PickleValue[] items)
    {
        if (items.Length % 2 != 0)
            throw source.Malformed(_place, "a dictionary gets a key without a value.");
        foreach (var item in items)
            Enclose(item);
        var dictionary = Growing<PickleDictionary>("an item of a dictionary");
        for (var i = 0; i < items.Length; i += 2)
            SetItem(dictionary, items[i], items[i + 1]);
    }

    private void SetItem(PickleDictionary dictionary, PickleValue key, PickleValue value)
    {
        var name = key switch
        {
            PickleText { Utf8.Length: > LongestKey } text => throw source.Malformed(
                _place, $"the key of a dictionary has {text.Utf8.Length} bytes; at most {LongestKey} are read."),
            PickleText or PickleInteger => key.ToString()!,
            _ => throw source.Malformed(_place, $"the key of a dictionary is {key.Kind}; only texts and integers are read."),
        };
        source.Charge(_place, ItemCost + (dictionary.Items.Count == 0 ? TableCost : 0) + (sizeof(char) * (long)name.Length));
        if (!dictionary.TryAdd(name, key is PickleText, value))
            throw source.Malformed(_place, $"the key '{name}' occurs twice in a dictionary.");
    }

    private void Memorize(uint index)
    {
        if (index != _memo.Count)
            throw source.Malformed(_place, $"a value is remembered as number {index}; the next is {_memo.Count}.");
        source.Add(_place, _memo, _stack.Peek(_place), IntPtr.Size);
    }

    private PickleValue Recall(uint index) =>
        index < _memo.Count
            ? _memo[(int)index]
            : throw source.Malformed(_place, $"value number {index} is recalled and was never remembered.");

    private PickleGlobal Global(ReadOnlySpan<byte> name) =>
        TorchGlobals.Find(name) ?? throw TorchGlobals.Refuse(source, _place, name);

    private PickleValue Reduce(PickleValue arguments, PickleValue function)
    {
        if (function is not PickleGlobal global || arguments is not PickleTuple { Items: var items })
            throw source.Malformed(
                _place, $"{function.Kind} is called with {arguments.Kind}; a function and a tuple are expected.");
        return global.Role switch
        {
            TorchGlobal.OrderedDictionary when items.Length == 0 => Dictionary(isOrdered: true),
            TorchGlobal.Size when items is [PickleTuple size] => size,
            TorchGlobal.Tensor => objects.Tensor(_place, items),
            TorchGlobal.TensorOfType => objects.TensorOfType(_place, items),
            TorchGlobal.Parameter when items is [PickleTensor tensor, _, PickleDictionary { Items.Count: 0 }] => tensor,
            TorchGlobal.ParameterWithState
                when items is [PickleTensor tensor, _, PickleDictionary { Items.Count: 0 }, PickleDictionary] => tensor,
            _ => throw source.Malformed(_place, "a class or function is called with arguments that a state_dict never has."),
        };
    }

    // state_dict() gives its OrderedDict one attribute: the versions of the modules.
    private void SetAttributes(PickleValue state)
    {
        Enclose(state);
        if (Growing<PickleDictionary>("an attribute") is { IsOrdered: false })
            throw source.Malformed(_place, "an attribute goes to a plain dictionary.");
        if (state is not PickleDictionary { Items: [("_metadata", PickleDictionary)] })
            throw source.Malformed(_place, "the only attribute that is read is the _metadata of a state_dict.");
    }
}
