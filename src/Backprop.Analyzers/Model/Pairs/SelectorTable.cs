using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>A function and its derivative of one case that differ.</summary>
internal sealed record WrongCase(string Forward, string Derivative, PairMeaning Meaning, bool IsFromOutput, SyntaxNode At, IMethodSymbol? In);

/// <summary>
/// Two methods of one type that tell activations apart by an enum or a name: <c>Activate(kind, x)</c> and
/// <c>Derive(kind, x)</c>, or two that return functions. They belong together as a function and its derivative where they
/// are that in at least one case; the other cases are held to it.
/// </summary>
internal sealed class SelectorTable(PairRuns runs, Gate gate, IMethodBodies bodies, GradientUse uses)
{
    private const int MostMethods = 8;
    private const int MostCases = 24;

    private static readonly WordSet Choices = new(["case", "switch", "if", "Equals"]);

    // What neither activates nor chooses is not worth to be asked for its members.
    private bool MayBeIn(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(reference =>
        gate.MayActivate(reference.SyntaxTree, reference.Span)) && type.DeclaringSyntaxReferences.Any(reference => TreeWords.Of(reference.SyntaxTree).Mention(Choices, reference.Span));

    public IEnumerable<WrongCase> WrongIn(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (!MayBeIn(type)) yield break;
        var own = OwnSelector(type);
        var methods = type.GetMembers().OfType<IMethodSymbol>().Where(method => IsOne(method, own)).Take(MostMethods)
            .Select(method => (Method: method, Selector: SelectorOf(method, own))).ToArray();
        if (methods.Length < 2 && !methods.Any(one => FillsSeveral(one.Method))) yield break;
        if (!methods.Any(one => gate.MayActivate(one.Method))) yield break;
        foreach (var derivative in methods)
        {
            cancellation.ThrowIfCancellationRequested();
            var best = methods.Where(other => !Same(other.Method, derivative.Method) && Same(other.Selector, derivative.Selector))
                .Select(other => Compare(type, other.Method, derivative.Method, derivative.Selector))
                .OrderByDescending(found => found.Fits).FirstOrDefault();
            if (best.Fits == 0 && FillsSeveral(derivative.Method)) best = WithinOne(type, derivative.Method, derivative.Selector);
            if (best.Fits == 0 || best.Wrong.Length == 0 || !FillsSeveral(derivative.Method) && !uses.Of(derivative.Method, cancellation)) continue;
            foreach (var wrong in best.Wrong) yield return wrong;
        }
    }

    /// <summary>The pair of which a method returns the derivatives, <c>SlopeOf(kind)</c>; one implementation a case.</summary>
    public DerivativePair? PairOf(IMethodSymbol slope)
    {
        var type = slope.ContainingType;
        if (!MayBeIn(type) || !ReturnsFunction(slope) || !IsOne(slope, null) || bodies.BodyOf(slope) is not { } body) return null;
        return HeldFunctions.Best(type.GetMembers().OfType<IMethodSymbol>().Where(other => !Same(other, slope) && ReturnsFunction(other) && IsOne(other, null)
            && Same(SelectorOf(other, null), SelectorOf(slope, null))).Take(MostMethods).Select(forward => PairOf(forward, slope, body)));
    }

    /// <summary>The pair of which a method is the derivative, <c>Derive(kind, x)</c>; one implementation a case.</summary>
    public DerivativePair? CasesOf(IMethodSymbol derivative)
    {
        var type = derivative.ContainingType;
        var own = derivative.IsStatic || derivative.Parameters.Any(parameter => IsSelector(parameter.Type)) ? null : OwnSelector(type);
        if (!TellsApart(derivative, own) || !MayBeIn(type) || bodies.BodyOf(derivative) is not { } body) return null;
        var selector = SelectorOf(derivative, own);
        return type.GetMembers().OfType<IMethodSymbol>().Where(other => !Same(other, derivative) && other.IsStatic == derivative.IsStatic && TellsApart(other, own) && Same(SelectorOf(other, own), selector)).Take(MostMethods)
            .Select(forward => CasesOf(forward, derivative, body, selector)).OfType<DerivativePair>()
            .OrderByDescending(pair => pair.Implementations.Count(one => PairSearch.IsFit(one.Meaning))).FirstOrDefault();
    }

    /// <summary>By its signature, and by what its object has: asked before the pair.</summary>
    public static bool MayTellApart(IMethodSymbol method) =>
        (method.Parameters.Any(parameter => IsSelector(parameter.Type)) || !method.IsStatic && OwnSelector(method.ContainingType) is not null) && DerivativePairs.IsCandidate(method);

    private DerivativePair? CasesOf(IMethodSymbol forward, IMethodSymbol derivative, IOperation body, ITypeSymbol selector)
    {
        var type = derivative.ContainingType;
        var rows = Rows(SelectorCases.In(body, selector), selector, chosen => Row(type, forward, derivative, chosen));
        if (PairLayout.Of(rows.Select(row => row.Row).ToArray()) is not { } layout) return null;
        var implementations = rows.Select(row => HeldFunctions.Judge(forward, derivative, type, row.Row, IsCostly(body, row.Case.At, type), layout) with { IsHeld = false, Case = row.Case }).ToImmutableArray();
        return implementations.Any(one => PairSearch.IsFit(one.Meaning)) ? new(forward, derivative, PairSearch.Reading(implementations), implementations) : null;
    }

    private static bool TellsApart(IMethodSymbol method, ITypeSymbol? own) => method is { IsAbstract: false, IsVirtual: false, IsOverride: false }
        && !ReturnsFunction(method) && !FillsSeveral(method) && IsOne(method, own);

    private DerivativePair? PairOf(IMethodSymbol forward, IMethodSymbol slope, IOperation body)
    {
        var (type, selector) = (slope.ContainingType, SelectorOf(slope, null));
        if (slope.ReturnType is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke }) return null;
        var rows = Rows(SelectorCases.In(body, selector), selector, chosen => Row(type, forward, slope, chosen));
        if (PairLayout.Of(rows.Select(row => row.Row).ToArray()) is not { } layout) return null;
        var implementations = rows.Select(row => HeldFunctions.Judge(invoke, invoke, type, row.Row, IsCostly(body, row.Case.At, type), layout))
            .Where(one => PairSearch.IsFit(one.Meaning)).ToImmutableArray();
        return implementations.IsEmpty ? null : new(invoke, invoke, PairSearch.Reading(implementations), implementations) { Source = forward };
    }

    private bool IsCostly(IOperation body, SyntaxNode at, INamedTypeSymbol type) =>
        body.Descendants().Any(operation => at.Span.Contains(operation.Syntax.Span) && operation is IAnonymousFunctionOperation or IMethodReferenceOperation or IInvocationOperation && runs.EvaluatesForward(operation, type));

    private static bool ReturnsFunction(IMethodSymbol method) => method.ReturnType.TypeKind == TypeKind.Delegate;

    private (int Fits, WrongCase[] Wrong) Compare(INamedTypeSymbol type, IMethodSymbol forward, IMethodSymbol derivative, ITypeSymbol selector)
    {
        if (bodies.RunnableBodyOf(derivative) is not { } body || bodies.RunnableBodyOf(forward) is not { } other) return default;
        var values = new HashSet<object>(SelectorCases.In(other, selector).Select(one => one.Value).OfType<object>());
        // A value that only one of the two knows is another's default, which nobody has to have thought of.
        var rows = Rows(
            SelectorCases.In(body, selector).Where(one => one.Value is null || values.Contains(one.Value)), selector,
            chosen => Row(type, forward, derivative, chosen));
        return Judged(rows, forward, derivative, SelectorCases.Result);
    }

    /// <summary><c>void Fill(Kind kind, double[] z, double[] a, double[] slope)</c>: both in one.</summary>
    private (int Fits, WrongCase[] Wrong) WithinOne(INamedTypeSymbol type, IMethodSymbol method, ITypeSymbol selector)
    {
        if (bodies.RunnableBodyOf(method) is not { } body) return default;
        var cases = SelectorCases.In(body, selector);
        var columns = method.Parameters.Where(parameter => !IsSelector(parameter.Type)).ToArray();
        var best = default((int Fits, WrongCase[] Wrong));
        foreach (var (input, output, slope) in Triples)
        {
            var rows = Rows(cases, selector, chosen => runs.Functions.Of(method, type, constructed: false, chosen) is { Function.AllColumns: 3 } whole
                ? new(PairRuns.Run(whole with { Function = whole.Function.Part(input, output) }), whole with { Function = whole.Function.Part(input, slope) })
                : new PairRow(null, null));
            var found = Judged(rows, columns[output], columns[slope], at => SelectorCases.Assigned(at, columns[slope].Name));
            if (found.Fits > best.Fits) best = found;
        }

        return best;
    }

    private static readonly (int, int, int)[] Triples = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)];

    private static List<(SelectorCase Case, PairRow Row)> Rows(IEnumerable<SelectorCase> cases, ITypeSymbol selector, Func<Selector, PairRow> row)
    {
        var all = cases.Take(MostCases).ToArray();
        var rows = new List<(SelectorCase Case, PairRow Row)>();
        foreach (var one in all)
            if (Chosen(one.Value, selector, all) is { } chosen) rows.Add((one, row(new Selector(selector, chosen))));
        return rows;
    }

    private static (int Fits, WrongCase[] Wrong) Judged(
        List<(SelectorCase Case, PairRow Row)> rows, ISymbol forward, ISymbol derivative, Func<SyntaxNode, SyntaxNode> at)
    {
        if (PairLayout.Of(rows.Select(row => row.Row).ToArray()) is not { } layout) return default;
        if (!rows.Any(row => row.Row.IsOfNetworks && row.Row.Fits.Length > 0)) return default;
        var judged = rows.Select(row => (row.Case, Judged: row.Row.Judge(layout.Roles, layout.IsFromOutput))).ToArray();
        return (judged.Count(row => PairSearch.IsFit(row.Judged.Meaning)), judged
            .Where(row => row.Judged.Meaning.Verdict == PairVerdict.Neither)
            .Select(row => new WrongCase(
                forward.Name, derivative.Name, row.Judged.Meaning, layout.IsFromOutput, at(row.Case.At),
                derivative as IMethodSymbol ?? derivative.ContainingSymbol as IMethodSymbol)).ToArray());
    }

    private PairRow Row(INamedTypeSymbol type, IMethodSymbol forward, IMethodSymbol derivative, Selector selector)
    {
        var f = runs.Functions.Of(forward, type, constructed: false, selector);
        return new(f is null ? null : PairRuns.Run(f), runs.Functions.Of(derivative, type, constructed: false, selector));
    }

    // The default case is what a value does that no case names.
    private static Datum? Chosen(object? value, ITypeSymbol selector, IReadOnlyList<SelectorCase> cases)
    {
        if (value is not null) return Defaults.Constant(value, selector);
        return selector.TypeKind == TypeKind.Enum
            ? Defaults.Constant(1000 + cases.Max(one => one.Value is IConvertible and not string ? Convert.ToDouble(one.Value) : 0), selector)
            : Defaults.Constant("no such name", selector);
    }

    private static bool IsOne(IMethodSymbol method, ITypeSymbol? own)
    {
        if (method.MethodKind != MethodKind.Ordinary || method.IsAbstract || method.Parameters.Length > 4) return false;
        var selectors = method.Parameters.Count(parameter => IsSelector(parameter.Type));
        if (selectors > 1 || selectors == 0 && own is null) return false;
        var returnsFunction = method.ReturnType is INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } invoke }
            && invoke.Parameters.All(parameter => Flow.Values.Shape.IsNumeric(parameter.Type));
        return returnsFunction ? method.Parameters.Length == selectors
            : method.Parameters.Length > selectors && (method.ReturnsVoid || Flow.Values.Shape.IsNumeric(method.ReturnType))
                && method.Parameters.All(parameter => IsSelector(parameter.Type) || Flow.Values.Shape.IsNumeric(parameter.Type));
    }

    private static bool FillsSeveral(IMethodSymbol method) =>
        method.ReturnsVoid && method.Parameters.Count(parameter => !IsSelector(parameter.Type)) == 3;

    private static ITypeSymbol SelectorOf(IMethodSymbol method, ITypeSymbol? own) =>
        method.Parameters.FirstOrDefault(parameter => IsSelector(parameter.Type))?.Type ?? own ?? method.ReturnType;

    /// <summary>A field or property that says which activation the object is.</summary>
    private static ITypeSymbol? OwnSelector(INamedTypeSymbol type)
    {
        var types = type.GetMembers().Select(member => member switch
        {
            IFieldSymbol { IsStatic: false, AssociatedSymbol: null } field => field.Type,
            IPropertySymbol { IsStatic: false, IsIndexer: false } property => property.Type,
            _ => null,
        }).Where(found => found is { TypeKind: TypeKind.Enum }).Take(2).ToArray();
        return types.Length == 1 ? types[0] : null;
    }

    public static bool IsSelector(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type.SpecialType == SpecialType.System_String;

    private static bool Same(ISymbol x, ISymbol y) => SymbolEqualityComparer.Default.Equals(x, y);
}
