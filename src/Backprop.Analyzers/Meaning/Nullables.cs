using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>The members of Nullable&lt;T&gt;, whose values are the plain value or null here.</summary>
internal static class Nullables
{
    public static bool Owns(ISymbol member) => member.ContainingType?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    public static Datum? Member(ISymbol member, Datum? receiver, Reference[] arguments, Run run) => (member.Name, receiver) switch
    {
        (_, null) => null,
        ("HasValue" or "get_HasValue", _) => Truth.Of(receiver is not Absent),
        ("Value" or "get_Value", Absent) => run.Stop(),
        ("Value" or "get_Value", _) => receiver,
        ("GetValueOrDefault", Absent) => arguments.Length > 0 ? arguments[0].Value : Defaults.Of(member.ContainingType.TypeArguments[0]),
        ("GetValueOrDefault", _) => receiver,
        _ => null,
    };
}
