using Mono.Cecil;

namespace TorchBasics.Tests.Native.Repository;

/// <summary>Which folders of a project use which others: read from the assembly, where a folder is a namespace.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, HashSet<string>> _uses = [];
    private readonly ModuleDefinition _module;

    private FolderGraph(ModuleDefinition module)
    {
        _module = module;
        foreach (var type in module.Types)
            foreach (var part in WithNested(type))
                Read(type.Namespace, part);
    }

    /// <summary>Reads an assembly.</summary>
    public static FolderGraph Of(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return new FolderGraph(module);
    }

    /// <summary>The folders that come back to themselves, in groups, each group and all of them in order.</summary>
    public IReadOnlyList<string> Circles()
    {
        var reached = _uses.Keys.ToDictionary(folder => folder, Reached);
        return
        [
            .. _uses.Keys.Where(folder => reached[folder].Contains(folder))
                .Select(folder => string.Join(", ", reached[folder]
                    .Where(other => reached.TryGetValue(other, out var back) && back.Contains(folder))
                    .Order(StringComparer.Ordinal)))
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private HashSet<string> Reached(string start)
    {
        var (found, open) = (new HashSet<string>(), new Stack<string>([start]));
        while (open.TryPop(out var folder))
            foreach (var next in _uses.GetValueOrDefault(folder) ?? [])
                if (found.Add(next))
                    open.Push(next);
        return found;
    }

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private void Read(string folder, TypeDefinition type)
    {
        Add(folder, type.BaseType);
        foreach (var implemented in type.Interfaces)
            Add(folder, implemented.InterfaceType);
        foreach (var field in type.Fields)
            Add(folder, field.FieldType);
        foreach (var constraint in type.GenericParameters.SelectMany(parameter => parameter.Constraints))
            Add(folder, constraint.ConstraintType);
        foreach (var method in type.Methods)
            Read(folder, method);
    }

    private void Read(string folder, MethodDefinition method)
    {
        Add(folder, method.ReturnType);
        foreach (var parameter in method.Parameters)
            Add(folder, parameter.ParameterType);
        foreach (var constraint in method.GenericParameters.SelectMany(parameter => parameter.Constraints))
            Add(folder, constraint.ConstraintType);
        if (!method.HasBody)
            return;
        foreach (var variable in method.Body.Variables)
            Add(folder, variable.VariableType);
        foreach (var instruction in method.Body.Instructions)
        {
            Add(folder, instruction.Operand as TypeReference);
            Add(folder, (instruction.Operand as MemberReference)?.DeclaringType);
            foreach (var argument in (instruction.Operand as GenericInstanceMethod)?.GenericArguments ?? [])
                Add(folder, argument);
        }
    }

    private void Add(string folder, TypeReference? used)
    {
        if (used is GenericInstanceType generic)
            foreach (var argument in generic.GenericArguments)
                Add(folder, argument);
        if (used is TypeSpecification special)
        {
            Add(folder, special.ElementType);
            return;
        }

        if (used is null or GenericParameter || used.Scope != _module)
            return;
        while (used.DeclaringType is not null)
            used = used.DeclaringType;
        if (used.Namespace == folder || used.Namespace.Length == 0 || folder.Length == 0)
            return;
        if (!_uses.TryGetValue(folder, out var list))
            _uses[folder] = list = [];
        list.Add(used.Namespace);
    }
}
