using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TorchBasics.Tests.Native.Cli.Json;

/// <summary>What the doc comments say, which the compiler writes beside each library.</summary>
internal static partial class DocComments
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, XElement>> Files = new();

    /// <summary>What a type is; null where nothing is said.</summary>
    public static string? Of(Type type) => Text(Member(type.Assembly, $"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>What a property is: its own comment, or that of the parameter of the record that it is.</summary>
    public static string? Of(MemberInfo property)
    {
        var type = property.DeclaringType!;
        var own = Member(type.Assembly, $"P:{NameOf(type)}.{property.Name}")?.Element("summary");
        return Text(own ?? Member(type.Assembly, $"T:{NameOf(type)}")?.Elements("param")
            .FirstOrDefault(parameter => parameter.Attribute("name")!.Value == property.Name));
    }

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static XElement? Member(Assembly assembly, string name) =>
        Files.GetOrAdd(assembly.GetName().Name!, Load).GetValueOrDefault(name);

    private static IReadOnlyDictionary<string, XElement> Load(string assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value)
            : new Dictionary<string, XElement>();
    }

    private static string? Text(XElement? comment)
    {
        if (comment is null)
            return null;
        var words = comment.DescendantNodes().Where(node => node is XText || node is XElement { IsEmpty: true }).Select(node =>
            node is XText text ? text.Value : ((XElement)node).Attributes().First().Value.Split(':', '.')[^1]);
        return Blanks().Replace(string.Concat(words), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
