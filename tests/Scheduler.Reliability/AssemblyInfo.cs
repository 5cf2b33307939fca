using System.Runtime.Versioning;

// Signals, file modes and the servers' script.
[assembly: SupportedOSPlatform("linux")]
