"""What the ending of a name means: it decides which program opens the file, whatever is in it.

Sources: the endings that Outlook blocks, those that Microsoft blocks in OneNote, and what scripts
and shortcuts of Windows, macOS and Linux desktops are called.
"""

import mimetypes
import re
import unicodedata

from mailbot.parsers.inspection.values import Held

_PROGRAM = "Es un programa"
_SCRIPT = "Es un archivo de órdenes (script)"
_SHORTCUT = "Es un acceso directo, que puede ejecutar programas"
_MACROS = "Es un documento con macros"
_ADD_IN = "Es un complemento, que ejecuta programas"
_SETTING = "Cambia la configuración del equipo"
_DATABASE = "Es una base de datos que puede traer programas"
_DISK = "Es una imagen de disco, que esconde archivos de la revisión"
_CLOSED = "Está en un formato que no se puede revisar por dentro"
_PAGE = "Es una página archivada, que puede traer programas"
_HELP = "Es un formato de ayuda o de notas que puede ejecutar programas"

_TABLE = {
    _PROGRAM: "exe com scr pif dll cpl ocx sys drv msi msp mst msix msixbundle appx appxbundle "
    "appinstaller application appref-ms gadget jar jnlp class war apk ipa app dmg pkg deb rpm run "
    "elf so dylib efi ax xbap swf wasm air vxd ex_ diagcab msu "
    "diagpkg diagcfg appimage flatpak flatpakref snap mpkg crx xpi jnl cpgz widget xap",
    _SCRIPT: "js jse mjs vb vbs vbe wsf wsh wsc sct hta ps1 ps1xml ps2 psc1 psd1 psm1 cdxml bat "
    "cmd btm sh bash csh ksh zsh fish py pyc pyw pyz pyzw pl rb php phtml asp aspx jsp cgi lua tcl "
    "applescript scpt scptd command workflow action xsl xslt ws shs shb csproj vbproj "
    "msh msh1 msh2 mshxml "
    "ahk au3 a3x wsb mof rgs pssc psrc rbw pyo vbscript bas htc htt asa ashx asmx nsh xul terminal "
    "tool inetloc fileloc ftploc afploc",
    _SHORTCUT: "lnk url desktop scf library-ms search-ms searchconnector-ms website webloc "
    "settingcontent-ms rdp theme themepack deskthemepack iqy oqy dqy rqy mcf printerexport "
    "appcontent-ms udl odc dsn ica osdx xnk webpnp kdelnk contact "
    "msrcincident wcx",
    _MACROS: "docm dotm xlsm xltm xlm pptm potm ppsm sldm",
    _ADD_IN: "xll xla xlam ppa ppam wll vsto xlb slk dif oxt otm wiz pwz pa xsn",
    _SETTING: "reg inf msc job ins isp its mad maf mag mam maq mar mas mat mau mav maw mde prf prg "
    "pcd cnt grp hpj osd plg ops "
    "mobileconfig mobileprovision provisionprofile sdb",
    _DATABASE: "mdb accdb accde accda accdr accdt accdu ade adp mda mdn mdt mdw mdz "
    "accdc accdw accfl",
    _DISK: "iso img vhd vhdx vmdk udf wim esd nrg mdf toast sparseimage "
    "sparsebundle vdi qcow2 swm ffu ova daa",
    _CLOSED: "7z cab arj ace lzh lha arc zoo z zst zstd lz lz4 lzma lzo br sit sitx zpaq pea xar "
    "cpio r00 001 z01 pst ost uu uue xxe hqx b64 bhx mim xdp",
    _PAGE: "mht mhtml maff webarchive dochtml docmhtml xlshtml pptmhtml",
    _HELP: "chm hlp one onepkg onetoc2",
}  # fmt: skip
_REASONS = {ending: reason for reason, endings in _TABLE.items() for ending in endings.split()}

# How a nameless file is opened: by the type that it was declared as.
_BY_TYPE = {
    "application/x-msdownload": "exe", "application/x-msdos-program": "exe",
    "application/x-dosexec": "exe", "application/vnd.microsoft.portable-executable": "exe",
    "application/x-executable": "elf", "application/x-msi": "msi", "application/hta": "hta",
    "application/javascript": "js", "application/x-javascript": "js", "text/javascript": "js",
    "text/vbscript": "vbs", "application/x-sh": "sh", "application/x-shellscript": "sh",
    "application/x-powershell": "ps1", "application/x-bat": "bat",
    "application/x-ms-shortcut": "lnk", "application/java-archive": "jar",
    "application/x-java-archive": "jar", "application/vnd.android.package-archive": "apk",
    "application/x-7z-compressed": "7z", "application/vnd.ms-cab-compressed": "cab",
    "application/vnd.ms-htmlhelp": "chm", "application/x-iso9660-image": "iso",
    "application/zip": "zip", "application/pdf": "pdf", "text/html": "html",
    "image/svg+xml": "svg", "application/rtf": "rtf", "text/rtf": "rtf",
}  # fmt: skip

_TYPES = mimetypes.MimeTypes()

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_PATH = re.compile(r"[/\\]")
_APPARENT = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|bmp|tiff?|txt|csv|xml|zip|rar|html?|rtf|odt|mp4)\b"
    r"[\s._\-]*\.[^.]+$",
    re.IGNORECASE,
)


def check_name(name: str, declared_type: str = "") -> None:
    """Raise Held for a name whose ending makes a program of the file, or closes it to us.

    Invisible characters, alternative letters, blanks, dots and NTFS streams at its end hide none.
    """
    clean = _visible(name)
    for candidate in _candidates(clean, declared_type):
        ending = ending_of(candidate)
        reason = _REASONS.get(ending)
        if reason:
            apparent = _APPARENT.search(candidate)
            guise = f" y aparenta ser .{apparent[1].lower()}" if apparent else ""
            raise Held(f"{reason} (.{ending}){guise}.")


def ending_of(name: str, declared_type: str = "") -> str:
    """The ending that counts, in lower case without its dot; "" if there is none."""
    base = _PATH.split(_visible(name))[-1].rstrip(" .")
    _stem, dot, ending = base.rpartition(".")
    if not dot:
        return _ending_of_type(declared_type)
    return ending.strip().casefold()


def _candidates(clean: str, declared_type: str) -> tuple[str, ...]:
    """The names that a system could take it for: NTFS reads `a.txt:b.exe` as a file and a part."""
    base = _PATH.split(clean)[-1].rstrip(" .")
    if "." not in base:
        base = f"{base}.{_ending_of_type(declared_type)}"
    return (base, *base.split(":")) if ":" in base else (base,)


def _ending_of_type(declared_type: str) -> str:
    return _BY_TYPE.get(declared_type) or (_TYPES.guess_extension(declared_type) or "").lstrip(".")


def _visible(name: str) -> str:
    if name.isascii() and name.isprintable():
        return name
    letters = (each for each in name if unicodedata.category(each) not in _HIDDEN)
    return unicodedata.normalize("NFKC", "".join(letters))
